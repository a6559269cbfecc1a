//! The three tag sets, as enumerations.
//!
//! Sources: Universal Dependencies 2 (universaldependencies.org/u/pos, /u/dep) with the English subtypes that
//! UD English EWT and GUM use, and the Penn tag set with the extensions of the English Web Treebank.

macro_rules! tag_set {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the variants are the standard's own abbreviations")]
        pub enum $name { $($variant,)+ }

        impl $name {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// As the standard writes it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The tag the standard writes as `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.name())
            }
        }
    };
}

tag_set! {
    /// Universal parts of speech.
    Upos {
        Adj = "ADJ",
        Adp = "ADP",
        Adv = "ADV",
        Aux = "AUX",
        Cconj = "CCONJ",
        Det = "DET",
        Intj = "INTJ",
        Noun = "NOUN",
        Num = "NUM",
        Part = "PART",
        Pron = "PRON",
        Propn = "PROPN",
        Punct = "PUNCT",
        Sconj = "SCONJ",
        Sym = "SYM",
        Verb = "VERB",
        X = "X",
    }
}

tag_set! {
    /// Penn parts of speech.
    Xpos {
        Nn = "NN",
        In = "IN",
        Dt = "DT",
        Nnp = "NNP",
        Prp = "PRP",
        Jj = "JJ",
        Rb = "RB",
        Period = ".",
        Vb = "VB",
        Nns = "NNS",
        Comma = ",",
        Cc = "CC",
        Vbd = "VBD",
        Vbp = "VBP",
        Vbz = "VBZ",
        Cd = "CD",
        Vbn = "VBN",
        Vbg = "VBG",
        Md = "MD",
        To = "TO",
        Prps = "PRP$",
        Rrb = "-RRB-",
        Lrb = "-LRB-",
        Wdt = "WDT",
        Colon = ":",
        Wrb = "WRB",
        OpenQuote = "``",
        CloseQuote = "''",
        Wp = "WP",
        Rp = "RP",
        Uh = "UH",
        Pos = "POS",
        Hyph = "HYPH",
        Nnps = "NNPS",
        Jjr = "JJR",
        Jjs = "JJS",
        Ex = "EX",
        Nfp = "NFP",
        Rbr = "RBR",
        Add = "ADD",
        Gw = "GW",
        Currency = "$",
        Sym = "SYM",
        Pdt = "PDT",
        Ls = "LS",
        Fw = "FW",
        Rbs = "RBS",
        Afx = "AFX",
        Wps = "WP$",
        Xx = "XX",
    }
}

tag_set! {
    /// Basic dependency relations.
    Deprel {
        Punct = "punct",
        Case = "case",
        Nsubj = "nsubj",
        Det = "det",
        Root = "root",
        Advmod = "advmod",
        Obj = "obj",
        Amod = "amod",
        Obl = "obl",
        Conj = "conj",
        Compound = "compound",
        Mark = "mark",
        Nmod = "nmod",
        Cc = "cc",
        Aux = "aux",
        Cop = "cop",
        Advcl = "advcl",
        NmodPoss = "nmod:poss",
        Xcomp = "xcomp",
        Ccomp = "ccomp",
        AclRelcl = "acl:relcl",
        Flat = "flat",
        Parataxis = "parataxis",
        Nummod = "nummod",
        Appos = "appos",
        Acl = "acl",
        AuxPass = "aux:pass",
        NsubjPass = "nsubj:pass",
        OblUnmarked = "obl:unmarked",
        NmodUnmarked = "nmod:unmarked",
        Discourse = "discourse",
        CompoundPrt = "compound:prt",
        Iobj = "iobj",
        List = "list",
        Expl = "expl",
        Fixed = "fixed",
        NmodDesc = "nmod:desc",
        OblAgent = "obl:agent",
        Csubj = "csubj",
        NsubjOuter = "nsubj:outer",
        DetPredet = "det:predet",
        Vocative = "vocative",
        Goeswith = "goeswith",
        AdvclRelcl = "advcl:relcl",
        CcPreconj = "cc:preconj",
        Reparandum = "reparandum",
        Orphan = "orphan",
        CsubjPass = "csubj:pass",
        Dislocated = "dislocated",
        Dep = "dep",
        CsubjOuter = "csubj:outer",
    }
}

impl Deprel {
    /// Whether it ties an auxiliary or a copula to its verb or predicate.
    pub(crate) const fn is_auxiliary(self) -> bool {
        matches!(self, Self::Aux | Self::AuxPass | Self::Cop)
    }

    /// The relation without its subtype.
    ///
    /// ```
    /// use diurna::text::Deprel;
    /// assert_eq!(Deprel::NsubjPass.base(), Deprel::Nsubj);
    /// assert_eq!(Deprel::Obj.base(), Deprel::Obj);
    /// ```
    #[must_use]
    pub fn base(self) -> Self {
        let name = self.name();
        name.split_once(':').and_then(|(base, _)| Self::from_name(base)).unwrap_or(self)
    }
}
