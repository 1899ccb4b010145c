package snmp

import "github.com/argus-power/argus/power"

// A raritanMeaning is what a type of reading means in a table.
type raritanMeaning struct {
	quantity power.Quantity
	limit    power.Quantity      // that of its limits; 0 if they are not read
	labels   map[string]string   // those that the type tells
	states   map[string]string   // it is no number: its state tells
	status   map[string][]string // … and tells of the whole device
	signed   bool                // it may be below zero
	unit     string
}

// raritanTables lists the tables of all parts of a PDU.
func raritanTables() []raritanTable {
	line := raritanInletMeanings()
	pair := map[string]raritanMeaning{"4": line["4"]}
	branch, outlet := raritanBranchMeanings(), raritanOutletMeanings()
	return []raritanTable{
		{".3.3.4.1", raritanInlets, line, raritanInlet},
		{".3.3.6.1", raritanPoles, line, raritanPole},
		{".3.3.8.1", raritanPairs, pair, raritanPair},
		{".3.4.4.1", ".5.3.3.1", branch, raritanPart("branch", "")},
		{".3.11.4.1", ".5.8.3.1", branch, raritanPart("branch", "circuit")},
		{".3.5.4.1", ".5.4.3.1", outlet, raritanPart("outlet", "")},
		{".3.2.5.1", ".5.1.3.1", raritanUnitMeanings(), raritanPart("", "")},
		{".3.9.4.1", ".5.7.3.1", raritanSwitchMeanings(), raritanPart("", "")},
	}
}

func raritanInletMeanings() map[string]raritanMeaning {
	kind := func(text string) map[string]string { return map[string]string{"kind": text} }
	return map[string]raritanMeaning{
		"1":  {quantity: power.InputCurrent, limit: power.InputCurrentLimit},
		"2":  {quantity: power.InputCurrentMaximum},
		"3":  {quantity: power.InputCurrentUnbalance},
		"4":  {quantity: power.InputVoltage, limit: power.InputVoltageLimit},
		"5":  {quantity: power.InputPower, limit: power.InputPowerLimit},
		"6":  {quantity: power.InputApparentPower},
		"7":  {quantity: power.InputPowerFactor},
		"8":  {quantity: power.InputEnergy},
		"23": {quantity: power.InputFrequency, limit: power.InputFrequencyLimit},
		"25": {quantity: power.InputVoltage, limit: power.InputVoltageLimit},
		"26": {quantity: power.InputResidualCurrent},
		"29": {quantity: power.InputReactivePower, signed: true},
		"36": {quantity: power.InputResidualCurrent, labels: kind("dc")},
		"51": {quantity: power.InputCrestFactor},
		"55": {quantity: power.InputResidualCurrent, labels: kind("ac")},
		"57": {quantity: power.InputVoltageDistortion},
		"58": {quantity: power.InputCurrentDistortion},
	}
}

func raritanBranchMeanings() map[string]raritanMeaning {
	return map[string]raritanMeaning{
		"1":  {quantity: power.BranchCurrent, limit: power.BranchCurrentLimit},
		"2":  {quantity: power.BranchCurrentMaximum},
		"4":  {quantity: power.BranchVoltage},
		"5":  {quantity: power.BranchPower},
		"6":  {quantity: power.BranchApparentPower},
		"7":  {quantity: power.BranchPowerFactor},
		"8":  {quantity: power.BranchEnergy},
		"15": {quantity: power.BranchClosed, states: map[string]string{"0": "0", "1": "1"}}, // open: tripped
	}
}

func raritanOutletMeanings() map[string]raritanMeaning {
	return map[string]raritanMeaning{
		"1":  {quantity: power.OutletCurrent},
		"2":  {quantity: power.OutletCurrentMaximum},
		"4":  {quantity: power.OutletVoltage},
		"5":  {quantity: power.OutletPower},
		"6":  {quantity: power.OutletApparentPower},
		"7":  {quantity: power.OutletPowerFactor},
		"8":  {quantity: power.OutletEnergy},
		"14": {quantity: power.OutletOn, states: map[string]string{"7": "1", "8": "0"}},
		"23": {quantity: power.OutletFrequency},
		"51": {quantity: power.OutletCrestFactor},
	}
}

// raritanUnitMeanings are those of the PDU itself: sums over several inlets, and what
// is built into it.
func raritanUnitMeanings() map[string]raritanMeaning {
	works := func(module string) raritanMeaning {
		return raritanMeaning{
			quantity: power.ModuleOK, states: raritanWorks(), labels: map[string]string{"module": module},
		}
	}
	return map[string]raritanMeaning{
		"5":  {quantity: power.InputPower},
		"6":  {quantity: power.InputApparentPower},
		"8":  {quantity: power.InputEnergy},
		"10": {quantity: power.DeviceTemperature},
		"21": {quantity: power.SensorFanSpeed, labels: map[string]string{"sensor": "fan1"}},
		"46": works("psu1"),
		"47": works("psu2"),
	}
}

func raritanSwitchMeanings() map[string]raritanMeaning {
	return map[string]raritanMeaning{
		"33": {status: map[string][]string{"12": nil, "14": {"overload"}, "26": {"overload"}}},
		"34": {status: map[string][]string{"12": nil, "14": {"overheating"}, "26": {"overheating"}}},
		"38": {quantity: power.InputPhaseShift, signed: true},
		"39": {quantity: power.InputsSynchronized, states: map[string]string{"20": "1", "21": "0"}},
		// How it works: with both inlets, or with the last one that is good
		"40": {quantity: power.InputsRedundant, states: map[string]string{"4": "1", "30": "0"}},
		"41": {quantity: power.InputSelected, states: map[string]string{"18": "1", "19": "2", "31": "none"}},
		"48": {
			quantity: power.ModuleOK, states: raritanWorks(), labels: map[string]string{"module": "switch"},
		},
	}
}

// raritanWorks maps states of a module to whether it works; 22 to 25 are faults of
// the switch of one inlet.
func raritanWorks() map[string]string {
	return map[string]string{"12": "1", "14": "0", "22": "0", "23": "0", "24": "0", "25": "0", "26": "0"}
}
