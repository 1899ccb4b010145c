package snmp

// Tables of readings of inlets, below the module's root.
const (
	raritanInlets = ".5.2.3.1"
	raritanPoles  = ".5.2.4.1"
	raritanPairs  = ".5.2.5.1"
)

// raritanPart places readings of the parts of a PDU: the label has the part's number.
func raritanPart(label, prefix string) func(*raritanReader, []string, string) map[string]string {
	return func(_ *raritanReader, part []string, _ string) map[string]string {
		labels := map[string]string{"device": part[0]}
		if label != "" && len(part) > 1 {
			labels[label] = prefix + part[1]
		}
		return labels
	}
}

// raritanInlet places readings of inlets. A single one is the main input.
func raritanInlet(r *raritanReader, part []string, _ string) map[string]string {
	if len(part) < 2 {
		return nil
	}
	labels := map[string]string{"device": part[0]}
	if len(r.parts[raritanInlets+"."+part[0]]) > 1 {
		labels["input"] = part[1]
	}
	return labels
}

// raritanPole places readings of the poles of inlets: lines, of which a single one
// is the whole inlet. Their voltage is the one to the next line, unless the type of
// the reading says that it is the one to neutral.
func raritanPole(r *raritanReader, part []string, kind string) map[string]string {
	if len(part) < 3 {
		return nil
	}
	inlet := part[0] + "." + part[1]
	lines := 0
	for pole := range r.parts[raritanPoles+"."+inlet] {
		if r.lineOf(inlet, pole) != "N" {
			lines++
		}
	}
	line := r.lineOf(inlet, part[2])
	if kind == "4" {
		line = map[string]string{"L1": "L1-L2", "L2": "L2-L3", "L3": "L3-L1"}[line]
	}
	if line == "" || lines < 2 || lines == 2 && line == "L2-L3" || line == "N" && kind != "1" && kind != "2" {
		return nil
	}
	labels := raritanInlet(r, part, kind)
	labels["line"] = line
	return labels
}

// lineOf names the line of a pole. Agents before firmware 3.2.1 do not tell it.
func (r *raritanReader) lineOf(inlet, pole string) string {
	told := r.text(raritanPoleLine, inlet+"."+pole)
	if told == "" {
		told = pole
	}
	return map[string]string{"1": "L1", "2": "L2", "3": "L3", "4": "N"}[told]
}

// raritanPair places readings between two lines of an inlet. A single pair is the
// whole inlet.
func raritanPair(r *raritanReader, part []string, kind string) map[string]string {
	if len(part) < 3 || len(r.parts[raritanPairs+"."+part[0]+"."+part[1]]) < 2 {
		return nil
	}
	index := part[0] + "." + part[1] + "." + part[2]
	line := map[string]string{
		"12": "L1-L2", "23": "L2-L3", "31": "L3-L1", "13": "L3-L1", "14": "L1", "24": "L2", "34": "L3",
	}[r.text(raritanPairLeft, index)+r.text(raritanPairRight, index)]
	if line == "" {
		return nil
	}
	labels := raritanInlet(r, part, kind)
	labels["line"] = line
	return labels
}
