package power

import (
	"hash/maphash"
	"slices"
	"time"
)

// MaxReadings bounds the readings of one device.
const MaxReadings = 5000

// A Builder collects the readings of one device and keeps the rules of
// honesty: see the package documentation.
type Builder struct {
	snap Snapshot
	seen map[uint64]struct{} // hashes of slots: a sixth of the memory, and two meet once in 10^15 probes
	seed maphash.Seed
	raw  map[string]struct{} // names of what is exported as it was read

	inputs  []Input
	partial []Quantity
}

type slot struct {
	quantity Quantity
	place    Place
}

// NewBuilder starts the snapshot of a device. The hint is the expected number
// of readings.
func NewBuilder(device string, taken time.Time, hint int) *Builder {
	return &Builder{
		snap: Snapshot{
			Taken: taken, Device: CleanLabel(device), Readings: make([]Reading, 0, hint),
		},
		seen: make(map[uint64]struct{}, hint), seed: maphash.MakeSeed(),
	}
}

// key is the hash of a slot.
func (b *Builder) key(q Quantity, place *Place) uint64 {
	var h maphash.Hash
	h.SetSeed(b.seed)
	_, _ = h.Write([]byte{byte(q), byte(q >> 8)})
	for _, label := range place {
		_, _ = h.WriteString(label)
		_ = h.WriteByte(0) // labels are clean: none has it
	}
	return h.Sum64()
}

// Info returns what is known of the device so far, to be completed.
func (b *Builder) Info() *Info { return &b.snap.Info }

// Status returns the status so far, to be completed.
func (b *Builder) Status() *Status { return &b.snap.Status }

// Partial notes that not all values of a quantity could be read: no sum is made of
// those that could.
func (b *Builder) Partial(q Quantity) {
	if !slices.Contains(b.partial, q) {
		b.partial = append(b.partial, q)
	}
}

// Add records a value in the quantity's base unit, and returns "" or why not.
func (b *Builder) Add(q Quantity, place Place, v float64) DropReason {
	if v == 0 && catalogue[q].in.noZero {
		return Sentinel
	}
	if !q.Plausible(v) { // also NaN, which no range holds
		return OutOfRange
	}
	return b.put(q, place, v)
}

// AddText records an info reading whose last label is the given text. A thing,
// such as an outlet, has one text: two would be two series, and every join on it
// would fail.
func (b *Builder) AddText(q Quantity, place Place, text string) DropReason {
	last := len(catalogue[q].labels) - 1
	for i, label := range place {
		place[i] = CleanLabel(label)
	}
	thing := b.key(q, &place)
	if _, named := b.seen[thing]; named {
		return Duplicate
	}
	text = CleanLabel(text)
	if text == "" {
		return Sentinel
	}
	place[last] = text
	why := b.put(q, place, 1)
	if why == "" && q != AlarmInfo { // alarms are many
		b.seen[thing] = struct{}{}
	}
	return why
}

// AddState records a closed state set: 1 for the active state, 0 for the others.
// A state outside the set becomes "unknown" where the set has that.
func (b *Builder) AddState(q Quantity, active string) DropReason {
	list := catalogue[q].states
	if len(b.snap.Readings)+len(list) > MaxReadings { // a part of a set would mislead
		return TooMany
	}
	if !slices.Contains(list, active) {
		if active = "unknown"; !slices.Contains(list, active) {
			return UnknownState
		}
	}
	for _, state := range list {
		v := 0.0
		if state == active {
			v = 1
		}
		if why := b.put(q, Place{state}, v); why != "" {
			return why
		}
	}
	return ""
}

func (b *Builder) put(q Quantity, place Place, v float64) DropReason {
	if len(b.snap.Readings) >= MaxReadings {
		return TooMany
	}
	for i, label := range place {
		place[i] = CleanLabel(label)
	}
	key := b.key(q, &place)
	if _, dup := b.seen[key]; dup {
		return Duplicate
	}
	b.seen[key] = struct{}{}
	b.snap.Readings = append(b.snap.Readings, Reading{Quantity: q, Place: place, Value: v})
	return ""
}

// Drop records that an input could not be used. Duplicates are what fallback
// rows are for, and no loss: they are not recorded.
func (b *Builder) Drop(input, value string, why DropReason) {
	if why == "" || why == Duplicate {
		return
	}
	b.snap.Drops = append(b.snap.Drops, Drop{Input: input, Value: value, Reason: why})
}

// Unmapped records the name of an input without a rule.
func (b *Builder) Unmapped(input string) { b.snap.Unmapped = append(b.snap.Unmapped, input) }

// Said records an input as the source gave it, for people to look at.
func (b *Builder) Said(name, value string) {
	if b.inputs == nil {
		b.inputs = make([]Input, 0, cap(b.snap.Readings))
	}
	if len(b.inputs) < MaxReadings {
		b.inputs = append(b.inputs, Input{Name: name, Value: value})
	}
}

// Repair records that a value was read with another scale than its own.
func (b *Builder) Repair(input string, from, to float64) {
	b.snap.Repairs = append(b.snap.Repairs, Repair{input, from, to})
}

// Raw records an input to be exported as it was read. The first one of a name
// wins.
func (b *Builder) Raw(v Variable) {
	v.Name, v.Text = CleanLabel(v.Name), CleanLabel(v.Text)
	if _, again := b.raw[v.Name]; again || v.Name == "" || len(b.snap.Raw) >= MaxReadings {
		return
	}
	if b.raw == nil {
		b.raw = make(map[string]struct{}, cap(b.snap.Readings))
	}
	b.raw[v.Name] = struct{}{}
	b.snap.Raw = append(b.snap.Raw, v)
}

// remove takes a reading back that another one proves wrong.
func (b *Builder) remove(q Quantity, place Place) {
	b.snap.Readings = slices.DeleteFunc(b.snap.Readings, func(r Reading) bool {
		return r.Quantity == q && r.Place == place
	})
	delete(b.seen, b.key(q, &place))
}

// Find returns the value recorded for a quantity at a place.
func (b *Builder) Find(q Quantity, place ...string) (float64, bool) {
	var at Place
	copy(at[:], place)
	if _, ok := b.seen[b.key(q, &at)]; !ok {
		return 0, false
	}
	return find(b.snap.Readings, q, place...)
}

// Snapshot ends the construction. The builder must not be used any more.
func (b *Builder) Snapshot() Snapshot {
	if b.inputs != nil {
		b.snap.Inputs = slices.Values(b.inputs)
	}
	return b.snap
}
