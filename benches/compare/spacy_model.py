"""What the scripts beside this one need to know of a spaCy model."""

import json
import pathlib


def model_name(model):
    """As its own description has it; the folder may be called anything."""
    meta = pathlib.Path(model, "meta.json")
    if not meta.exists():
        return model
    described = json.loads(meta.read_text(encoding="utf-8"))
    return f"{described['lang']}_{described['name']} {described['version']}"
