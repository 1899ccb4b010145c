package power

import (
	"context"
	"iter"
	"time"
)

// A Source reads the devices behind one target, live.
//
// An error means that nothing was learnt. One device's failure is told in its
// own snapshot and never fails the others.
type Source interface {
	Read(ctx context.Context) ([]Snapshot, error)
}

// A Place says where on the device a value was measured: one label value for
// each of the quantity's labels, "" where the label does not apply.
type Place [3]string

// A Reading is one measured value in the base unit of its quantity.
type Reading struct {
	Quantity Quantity
	Place    Place
	Value    float64
}

// Info is what a device is. Unknown fields are empty.
type Info struct {
	Type         string // ups, pdu, ats, sensor …
	Manufacturer string
	Model        string
	Serial       string
	Firmware     string
	Name         string // what its owner calls it
	Location     string
	Protocol     string // nut, snmp
}

// A Snapshot is all that one read of one device yielded.
type Snapshot struct {
	Taken    time.Time
	Device   string // the value of the "device" label
	Err      error  // why there are no readings, or not all; its reason is ReasonOf(Err)
	Info     Info
	Status   Status
	Readings []Reading
	Drops    []Drop            // what was read and could not be used
	Unmapped []string          // names of what was read and has no rule
	Repairs  []Repair          // values that were not plausible as they came
	Inputs   iter.Seq[Input]   // everything as it was read, but for what may hold secrets; may be nil
	Raw      []Variable        // what to export as it was read, where the module asks for it
	Kept     []Reading         // what Argus keeps of the device, whether it answers or not
	Told     func(*Event) bool // says whether the device told of an event by itself, by a trap; may be nil
}

// A Repair is a value that could not be true as its scale says, and could be with
// another scale that such devices are known to use.
type Repair struct {
	Input    string
	From, To float64 // in the quantity's unit
}

// An Input is what the source gave, under the source's own name.
type Input struct{ Name, Value string }

// A Variable is an input to be exported: a number, or a text.
type Variable struct {
	Name, Text string
	Number     float64
	Numeric    bool
}

// Find returns the value of a quantity at a place.
func (s *Snapshot) Find(q Quantity, place ...string) (float64, bool) {
	return find(s.Readings, q, place...)
}

func find(readings []Reading, q Quantity, place ...string) (float64, bool) {
	var at Place
	copy(at[:], place)
	for i := range readings {
		if readings[i].Quantity == q && readings[i].Place == at {
			return readings[i].Value, true
		}
	}
	return 0, false
}

// DropReason says why a value that was read is no reading. It is a label
// value, so that the set is closed.
type DropReason string

// The reasons for dropping a value.
const (
	NotANumber    DropReason = "not_a_number"   // text, or a number in no known form
	OutOfRange    DropReason = "out_of_range"   // no device can mean it
	Sentinel      DropReason = "sentinel"       // the device's way to say "unknown"
	BadDate       DropReason = "bad_date"       // no such day, or a placeholder
	UnknownState  DropReason = "unknown_state"  // a word that the module does not know
	UnknownUnit   DropReason = "unknown_unit"   // a unit that cannot be converted
	Duplicate     DropReason = "duplicate"      // an earlier row gave the value already
	TooMany       DropReason = "too_many"       // more values than one device may have
	Contradictory DropReason = "contradictory"  // another value proves it wrong
	NoSensor      DropReason = "sensor_missing" // the device says that no sensor is there
)

// DropReasons returns those that are recorded: all but Duplicate, for fallback
// rows are meant to be duplicates.
func DropReasons() []DropReason {
	return []DropReason{
		NotANumber, OutOfRange, Sentinel, BadDate, UnknownState, UnknownUnit,
		TooMany, Contradictory, NoSensor,
	}
}

// A Drop is a value that was read and could not be used.
type Drop struct {
	Input  string // the source's name of it; of a contradiction, the quantity's
	Value  string // as the source gave it
	Reason DropReason
}
