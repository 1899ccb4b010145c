package power

import "slices"

// A Quantity is one measurable thing in one base unit, an entry of the closed
// catalogue. Its metric name is "argus_" followed by [Quantity.Name].
type Quantity uint16

// Kind says how the values of a quantity behave over time.
type Kind uint8

// The kinds of quantities.
const (
	Gauge    Kind = iota // a value that goes up and down
	Counter              // a total that only grows until its device forgets it
	StateSet             // 1 for what holds, 0 for what does not
	InfoKind             // always 1; the labels are the message
)

// String returns the kind's name as the documentation prints it.
func (k Kind) String() string {
	return [...]string{"gauge", "counter", "state set", "info"}[k]
}

// Family groups quantities by the part of a device they describe.
type Family string

// The families, in the order in which the documentation lists them.
const (
	FamilyDevice  Family = "Device"
	FamilyPower   Family = "Power and energy"
	FamilyStatus  Family = "State"
	FamilyBattery Family = "Battery"
	FamilyInput   Family = "Input"
	FamilyOutput  Family = "Output"
	FamilyOutlet  Family = "Outlets"
	FamilyBranch  Family = "Branches"
	FamilySensor  Family = "Sensors"
	FamilyMemory  Family = "What Argus keeps"
)

// Quantities returns the whole catalogue in documentation order.
func Quantities() []Quantity {
	all := make([]Quantity, len(catalogue))
	for i := range all {
		all[i] = Quantity(i)
	}
	return all
}

// Lookup finds a quantity by its name, such as "battery_charge_ratio".
func Lookup(name string) (Quantity, bool) {
	for i := range catalogue {
		if catalogue[i].name == name {
			return Quantity(i), true
		}
	}
	return 0, false
}

// Name returns the metric name without its "argus_" prefix.
func (q Quantity) Name() string { return catalogue[q].name }

// Help returns one sentence on what the quantity means.
func (q Quantity) Help() string { return catalogue[q].help }

// Kind returns how the values behave over time.
func (q Quantity) Kind() Kind { return catalogue[q].kind }

// States returns the closed list of states of a state set, nil for the others
// and for sets that devices may extend.
func (q Quantity) States() []string { return slices.Clone(catalogue[q].states) }

// Labels returns the names of the labels beside "device", in the order of a [Place].
func (q Quantity) Labels() []string { return slices.Clone(catalogue[q].labels) }

// LabelIndex returns the position of a label in a [Place], or -1.
func (q Quantity) LabelIndex(label string) int { return slices.Index(catalogue[q].labels, label) }

// Plausible says whether a device can mean this value, in the quantity's unit.
func (q Quantity) Plausible(v float64) bool { return catalogue[q].in.holds(v) }

// Family returns the part of a device that the quantity describes.
func (q Quantity) Family() Family { return catalogue[q].family }
