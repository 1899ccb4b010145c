package trap

import "strings"

// lookup finds the rule of a notification. Agents leave the zero in front of the last number
// out where their MIB has it, and put one in where it has none (RFC 3584, section 3.1 does): both are the same.
func lookup(oid string) (*family, *rule) {
	if f, r := exact(oid); r != nil {
		return f, r
	}
	head, last, ok := cutLast(oid)
	if !ok {
		return nil, nil
	}
	if bare, found := strings.CutSuffix(head, ".0"); found {
		return exact(bare + "." + last)
	}
	return exact(head + ".0." + last)
}

func exact(oid string) (*family, *rule) {
	for i := range families {
		f := &families[i]
		rest, ok := strings.CutPrefix(oid, f.root)
		if !ok || rest == "" || rest[0] != '.' {
			continue
		}
		for j := range f.rules {
			if f.rules[j].oid == rest[1:] {
				return f, &f.rules[j]
			}
		}
	}
	return nil, nil
}

func cutLast(oid string) (head, last string, ok bool) {
	at := strings.LastIndexByte(oid, '.')
	if at < 0 {
		return "", "", false
	}
	return oid[:at], oid[at+1:], true
}
