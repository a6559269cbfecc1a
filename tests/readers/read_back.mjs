// What read_back.py does, for the readers that are written in JavaScript.
//
// Usage: node read_back.mjs CASES, beside package.json and the folder node_modules that holds them.

import fs from "node:fs";

const factOf = (data) => [data.quote ?? "", data.document ?? ""];

/** The facts of the events among `nodes`, or in the actors view of `edges`; both are [id, attributes]. */
function factsOf(testCase, nodes, edges) {
  const found = testCase.view === "events" ? nodes.filter(([, data]) => data.kind === "event") : edges;
  return Object.fromEntries(found.map(([id, data]) => [id, factOf(data)]));
}

const textOf = (testCase) => fs.readFileSync(testCase.files[""], "utf8");

function ofGraphology(testCase, graph) {
  const nodes = graph.mapNodes((key, data) => [key, data]);
  const edges = graph.mapEdges((key, data) => [key, data]);
  return [graph.order, graph.size, factsOf(testCase, nodes, edges)];
}

const READERS = [
  ["node-link", "d3-force", ["d3-force"], (testCase, d3) => {
    if (testCase.variant !== "links") return undefined;
    const { nodes, links } = JSON.parse(textOf(testCase));
    // It throws where a link ends nowhere, and puts the nodes in place of their ids.
    const force = d3.forceLink(links).id((node) => node.id);
    d3.forceSimulation(nodes).force("link", force).stop();
    const named = force.links().map((link) => [link.key, link]);
    if (!named.every(([, link]) => nodes.includes(link.source) && nodes.includes(link.target))) throw new Error("no end");
    return [nodes.length, named.length, factsOf(testCase, nodes.map((node) => [node.id, node]), named)];
  }],
  ["cytoscape", "Cytoscape.js", ["cytoscape"], (testCase, cytoscape) => {
    const { elements, data } = JSON.parse(textOf(testCase));
    const graph = cytoscape.default({ headless: true, styleEnabled: true, elements, data });
    const named = (items) => items.map((item) => [item.id(), item.data()]);
    for (const node of graph.nodes()) {
      if (!Number.isFinite(node.position().x) || !node.hasClass(node.data("kind"))) throw new Error(node.id());
    }
    return [graph.nodes().length, graph.edges().length, factsOf(testCase, named(graph.nodes()), named(graph.edges()))];
  }],
  ["graphology", "graphology", ["graphology"], (testCase, graphology) => {
    const graph = new graphology.default({ type: "directed", multi: true });
    graph.import(JSON.parse(textOf(testCase)));
    graph.forEachNode((key, data) => {
      if (![data.x, data.y, data.size].every(Number.isFinite) || "type" in data) throw new Error(key);
    });
    return ofGraphology(testCase, graph);
  }],
  ["gexf", "graphology-gexf", ["graphology", "graphology-gexf"], (testCase, graphology, gexf) => {
    return ofGraphology(testCase, gexf.default.parse(graphology.default, textOf(testCase)));
  }],
  ["mermaid", "Mermaid", ["mermaid", "jsdom"], async (testCase, mermaid) => {
    // Which diagrams there are it finds out at the first parsing.
    await mermaid.default.parse(textOf(testCase));
    const diagram = await mermaid.default.mermaidAPI.getDiagramFromText(textOf(testCase));
    return [diagram.db.getVertices().size, diagram.db.getEdges().length, {}];
  }],
];

/** The module `name`; Mermaid takes a window for granted. */
async function load(name) {
  if (name === "mermaid" && globalThis.window === undefined) {
    const { JSDOM } = await import("jsdom");
    globalThis.window = new JSDOM("").window;
    globalThis.document = globalThis.window.document;
  }
  const wanted = PINNED[name];
  const found = JSON.parse(fs.readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
  if (found !== wanted) throw Object.assign(new Error(), { code: "ERR_MODULE_NOT_FOUND" });
  return import(name);
}

/** The versions that the tests ask for. */
const PINNED = JSON.parse(fs.readFileSync(new URL("package.json", import.meta.url), "utf8")).dependencies;

for (const testCase of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) {
  for (const [format, name, needs, read] of READERS.filter(([format]) => format === testCase.format)) {
    const answer = { case: testCase.case, reader: name };
    try {
      const modules = [];
      for (const module of needs) modules.push(await load(module));
      const found = await read(testCase, ...modules);
      if (found === undefined) continue;
      [answer.nodes, answer.edges, answer.facts] = found;
    } catch (error) {
      if (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "ENOENT") answer.missing = needs.join(", ");
      else answer.error = String(error.stack ?? error);
    }
    fs.writeSync(1, `${JSON.stringify(answer)}\n`);
  }
}
// The window that Mermaid was given would keep the program running.
process.exit(0);
