package power

// byLine is a counter of the whole device, of its lines and between them, as linePlaces has them.
type byLine struct {
	v    [len(linePlaces)]float64
	have uint8 // bits
}

var linePlaces = [...]string{"", phases[0], phases[1], phases[2], pairs[0], pairs[1], pairs[2]}

// Bits of linePlaces.
const (
	wholeBit  uint8 = 1 << 0
	phaseBits uint8 = 1<<1 | 1<<2 | 1<<3
	pairBits  uint8 = 1<<4 | 1<<5 | 1<<6
)

// set notes a line. What no counter can mean is not told.
func (l *byLine) set(line string, v float64) {
	if !joules.holds(v) {
		return
	}
	for i, place := range linePlaces {
		if line == place {
			l.v[i] = v
			l.have |= 1 << i
			return
		}
	}
}

func (l *byLine) sum(lines uint8) (sum float64) {
	for i, v := range l.v {
		if lines&(1<<i) != 0 {
			sum += v
		}
	}
	return sum
}

// candidates are the whole device; its three lines, or the only one it has; in delta those between them.
func (l *byLine) candidates(list []candidate, q Quantity, count float64) []candidate {
	if l.have&wholeBit != 0 {
		list = append(list, candidate{quantity: q, v: l.v[0]})
	}
	told := l.have & phaseBits
	if told == phaseBits || count == 1 && told != 0 && told&(told-1) == 0 {
		list = append(list, candidate{quantity: q, lines: told, v: l.sum(told)})
	}
	if told == 0 && l.have&pairBits == pairBits {
		list = append(list, candidate{quantity: q, lines: pairBits, v: l.sum(pairBits)})
	}
	return list
}
