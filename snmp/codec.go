package snmp

import (
	"maps"
	"slices"
)

// A codec is code for agents whose tables say themselves what their rows are. It
// turns what an agent says of itself into ordinary rows.
type codec struct {
	// columns are the columns below the module's root that rows needs.
	columns []string
	rows    func(root string, t *tree) ([]Row, []StatusRow)
}

// codecs returns all codecs by their names in modules.yml.
func codecs() map[string]codec {
	return map[string]codec{
		"entity-sensor":    entityCodec(),
		"liebert-flexible": liebertCodec(),
		"raritan":          raritanCodec(),
		"rittal-cmc3":      rittalCodec(),
		"rittal-cmctc":     rittalTCCodec(),
	}
}

// CodecNames lists the names of all codecs, for modules.yml.
func CodecNames() []string { return slices.Sorted(maps.Keys(codecs())) }

func codecNamed(name string) (*codec, bool) {
	c, ok := codecs()[name]
	return &c, ok
}

// fixedLabels are the labels of a row about one thing.
func fixedLabels(texts map[string]string) map[string]Label {
	out := make(map[string]Label, len(texts))
	for name, text := range texts {
		out[name] = Label{Text: text}
	}
	return out
}
