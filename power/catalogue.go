package power

// spec is what the catalogue knows of a quantity.
type spec struct {
	name   string
	help   string
	kind   Kind
	family Family
	labels []string
	in     window
	states []string
}

func gauge(name string, in window, help string, labels ...string) spec {
	return spec{name: name, kind: Gauge, in: in, help: help, labels: labels}
}

func counter(name string, in window, help string, labels ...string) spec {
	return spec{name: name, kind: Counter, in: in, help: help, labels: labels}
}

func info(name, help string, labels ...string) spec {
	return spec{name: name, kind: InfoKind, in: flag, help: help, labels: labels}
}

// states describes a state set; without a list of states, devices may add some.
func states(name, label, help string, list ...string) spec {
	return spec{
		name: name, kind: StateSet, in: flag, help: help,
		labels: []string{label}, states: list,
	}
}

// catalogue holds every quantity at its own index and is never written again.
// docs/metrics.md is made from it.
var catalogue = assemble()

func assemble() (all [endMemory]spec) {
	for _, part := range []struct {
		family Family
		specs  map[Quantity]spec
	}{
		{FamilyDevice, deviceCatalogue()},
		{FamilyPower, powerCatalogue()},
		{FamilyStatus, stateCatalogue()},
		{FamilyBattery, batteryCatalogue()},
		{FamilyInput, inputCatalogue()},
		{FamilyOutput, outputCatalogue()},
		{FamilyOutlet, outletCatalogue()},
		{FamilyBranch, branchCatalogue()},
		{FamilySensor, sensorCatalogue()},
		{FamilyMemory, memoryCatalogue()},
	} {
		for q, s := range part.specs {
			s.family = part.family
			all[q] = s
		}
	}
	return all
}
