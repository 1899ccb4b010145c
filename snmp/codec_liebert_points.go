package snmp

import "github.com/argus-power/argus/power"

// A liebertDimension is what a unit is a unit of.
type liebertDimension uint8

const (
	liebertPure liebertDimension = iota
	liebertVolts
	liebertAmperes
	liebertHertz
	liebertWatts
	liebertVoltAmperes
	liebertCelsius
	liebertSeconds
	liebertShare
)

// A liebertFactor turns values of a unit into base units.
type liebertFactor struct {
	of    liebertDimension
	scale float64
	parse Parser
}

// liebertUnits returns what the texts of the unit column mean, in lower case.
func liebertUnits() map[string]liebertFactor {
	return map[string]liebertFactor{
		"":      {of: liebertPure},
		"vac":   {of: liebertVolts},
		"vdc":   {of: liebertVolts},
		"v":     {of: liebertVolts},
		"a ac":  {of: liebertAmperes},
		"a dc":  {of: liebertAmperes},
		"a":     {of: liebertAmperes},
		"hz":    {of: liebertHertz},
		"w":     {of: liebertWatts},
		"kw":    {of: liebertWatts, scale: 1000},
		"va":    {of: liebertVoltAmperes},
		"kva":   {of: liebertVoltAmperes, scale: 1000},
		"deg c": {of: liebertCelsius},
		"deg f": {of: liebertCelsius, parse: ParseFahrenheit},
		"%":     {of: liebertShare, scale: 0.01},
		"s":     {of: liebertSeconds},
		"sec":   {of: liebertSeconds},
		"min":   {of: liebertSeconds, scale: 60},
		"h":     {of: liebertSeconds, scale: 3600},
		"hr":    {of: liebertSeconds, scale: 3600},
	}
}

// liebertPoints returns the points that Argus reads, by their numbers.
func liebertPoints() map[string]liebertPoint {
	points := map[string]liebertPoint{
		"4105": {quantity: power.InputFrequency, unit: liebertHertz},
		"4131": {quantity: power.InputFrequency, unit: liebertHertz, labels: map[string]string{"input": "bypass"}},
		"4148": {quantity: power.BatteryVoltage, unit: liebertVolts},
		"4149": {quantity: power.BatteryCurrent, unit: liebertAmperes},
		"4150": {quantity: power.BatteryRuntime, unit: liebertSeconds},
		"4153": {quantity: power.BatteryCharge, unit: liebertShare},
		"4155": {quantity: power.BatteryVoltage, unit: liebertVolts}, // of the cabinet
		"4156": {quantity: power.BatteryTemperature, unit: liebertCelsius},
		"4207": {quantity: power.OutputFrequency, unit: liebertHertz},
		"4208": {quantity: power.OutputPower, unit: liebertWatts},
		"4209": {quantity: power.OutputApparentPower, unit: liebertVoltAmperes},
		"4260": {quantity: power.OutputVoltageNominal, unit: liebertVolts},
		"4264": {quantity: power.OutputApparentPowerNominal, unit: liebertVoltAmperes},
		"4291": {quantity: power.SensorTemperature, unit: liebertCelsius, labels: map[string]string{"sensor": "0"}},
		"5861": {quantity: power.OutputLoad, unit: liebertShare},
		"6189": {quantity: power.BatteryVoltageNominal, unit: liebertVolts},
	}
	lines, pairs := [3]string{"L1", "L2", "L3"}, [3]string{"L1-L2", "L2-L3", "L3-L1"}
	for _, g := range []struct {
		ids      [3]string
		quantity power.Quantity
		unit     liebertDimension
		names    [3]string
		input    string
	}{
		{[3]string{"4096", "4098", "4100"}, power.InputVoltage, liebertVolts, lines, ""},
		{[3]string{"4097", "4099", "4101"}, power.InputVoltage, liebertVolts, pairs, ""},
		{[3]string{"4113", "4114", "4115"}, power.InputCurrent, liebertAmperes, lines, ""},
		{[3]string{"4116", "4117", "4118"}, power.InputPowerFactor, liebertPure, lines, ""},
		{[3]string{"4128", "4129", "4130"}, power.InputVoltage, liebertVolts, lines, "bypass"},
		{[3]string{"4385", "4386", "4387"}, power.OutputVoltage, liebertVolts, lines, ""},
		{[3]string{"4201", "4202", "4203"}, power.OutputVoltage, liebertVolts, pairs, ""},
		{[3]string{"4204", "4205", "4206"}, power.OutputCurrent, liebertAmperes, lines, ""},
		{[3]string{"4210", "4211", "4212"}, power.OutputPowerFactor, liebertPure, lines, ""},
		{[3]string{"4223", "4224", "4225"}, power.OutputLoad, liebertShare, lines, ""},
		{[3]string{"5159", "5160", "5161"}, power.OutputCrestFactor, liebertPure, lines, ""},
	} {
		for i, id := range g.ids {
			labels := map[string]string{"line": g.names[i]}
			if g.input != "" {
				labels["input"] = g.input
			}
			points[id] = liebertPoint{g.quantity, g.unit, labels}
		}
	}
	return points
}

// liebertStates returns what points that hold a word tell of the device's states.
func liebertStates() map[string]map[string][]string {
	return map[string]map[string][]string{
		"4123": { // of the whole device
			"normal operation": nil, "normal with warning": {"alarm"}, "normal with alarm": {"alarm"},
			"abnormal operation": {"alarm"},
		},
		"4772": {"open": nil, "closed": {"bypass"}}, // maintenance bypass breaker
		"4871": {"normal": nil, "low": {"low_battery"}, "depleted": {"low_battery"}},
		"4872": { // what feeds the output
			"none": {"off"}, "off": {"off"}, "normal": {"online"}, "inverter": {"online"}, "bypass": {"bypass"},
			"maintenance bypass": {"bypass"}, "battery": {"on_battery"}, "booster": {"online", "boost"},
			"reducer": {"online", "trim"}, "eco mode": {"online", "eco"},
		},
		"5454": {"disabled": nil, "inactive": nil, "suspended": nil, "active": {"eco"}},
	}
}

// liebertEventsKnown returns what events mean, by their points.
func liebertEventsKnown() map[string]liebertEvent {
	failed := func(alarm, module string) liebertEvent {
		return liebertEvent{
			alarm: alarm, flag: power.ModuleOK, labels: map[string]string{"module": module},
		}
	}
	state := func(alarm string, states ...string) liebertEvent {
		return liebertEvent{alarm: alarm, states: states, denies: true}
	}
	return map[string]liebertEvent{
		"4122": {alarm: "input power problem", flag: power.InputGood},
		"4135": {
			alarm: "bypass not available", flag: power.InputGood,
			labels: map[string]string{"input": "bypass"},
		},
		"4162": state("battery low", "low_battery"),
		"4164": failed("battery charging error", "charger"),
		"4166": state("battery capacity low", "low_battery"),
		"4168": state("battery discharging", "on_battery", "discharging"),
		"4170": {states: []string{"charging"}}, // equalizing; there are other ways to charge
		"4172": state("", "testing"),
		"4173": {alarm: "battery disconnect open", flag: power.BatteryConnected},
		"4213": {alarm: "shutdown by emergency power off", states: []string{"off"}},
		"4219": state("battery over temperature", "overheating"),
		"4233": failed("inverter failure", "inverter"),
		"4234": state("inverter overload phase a", "overload"),
		"4235": state("inverter overload phase b", "overload"),
		"4236": state("inverter overload phase c", "overload"),
		"4290": state("inverter shutdown overload", "overload"),
		"4295": failed("rectifier failure", "rectifier"),
		"4297": {}, // on inverter, as it should be
		"4298": state("output on bypass", "bypass"),
		"4299": state("load on maintenance bypass", "bypass"),
		"4300": {alarm: "internal communications failure"},
		"4310": state("equipment over temperature", "overheating"),
		"4311": failed("system fan failure", "fan"),
		"4314": failed("power supply failure", "psu"),
		"4315": {alarm: "on generator"},
		"4389": {alarm: "system output fault"},
		"4440": {alarm: "fuse failure"},
		"4825": {alarm: "redundancy lost"},
	}
}
