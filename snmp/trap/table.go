package trap

import (
	"slices"

	"github.com/argus-power/argus/power"
)

// The kinds of events of states, which package power names after the states.
var (
	lowBattery     = power.StateBegan(power.LowBattery)
	replaceBattery = power.StateBegan(power.ReplaceBattery)
	bypass         = power.StateBegan(power.Bypass)
	eco            = power.StateBegan(power.Eco)
	calibrating    = power.StateBegan(power.Calibrating)
	selfTesting    = power.StateBegan(power.Testing)
	overload       = power.StateBegan(power.Overload)
	trimming       = power.StateBegan(power.Trim)
	boosting       = power.StateBegan(power.Boost)
	outputOff      = power.StateBegan(power.Off)
	shutdown       = power.StateBegan(power.ForcedShutdown)
	overheating    = power.StateBegan(power.Overheating)
)

// families is the table of all notifications that are known. It is never written again.
var families = slices.Concat(
	standardFamilies(), apcFamilies(), eatonFamilies(), cyberPowerFamilies(), pduFamilies(), upsFamilies(),
)

// Table lists the notifications that are known, for documentation: OID, name, MIB and what it is taken for.
func Table() []Notice {
	var all []Notice
	for i := range families {
		f := &families[i]
		for j := range f.rules {
			r := &f.rules[j]
			all = append(all, Notice{
				OID: f.root + "." + r.oid, Name: r.name, MIB: f.mib, Kind: r.kind, Begins: !r.ends, Probe: !r.idle,
			})
		}
	}
	return all
}

func standardFamilies() []family {
	return []family{
		{root: "1.3.6.1.6.3.1.1.5", mib: "SNMPv2-MIB", rules: []rule{
			begins(1, "coldStart", power.DeviceRebooted),
			begins(2, "warmStart", power.DeviceRebooted),
			quiet(3, "linkDown"), quiet(4, "linkUp"), // IF-MIB
			quiet(5, "authenticationFailure"),
			quiet(6, "egpNeighborLoss"),
		}},
		// Resent each minute on battery: it tells how it is, and not that it has just become so.
		{root: "1.3.6.1.2.1.33.2", mib: "UPS-MIB", rules: rfc1628("1.3.6.1.2.1.33.1")},
	}
}

// rfc1628 are the notifications of RFC 1628, section 4, which others repeat below roots of their own.
func rfc1628(objects string) []rule {
	completed := begins(2, "upsTrapTestCompleted", power.TestFinished)
	completed.result = &result{object: objects + ".7.3", words: map[int]string{
		1: "passed", 2: "warning", 3: "failed", 4: "aborted",
	}}
	added, removed := begins(3, "upsTrapAlarmEntryAdded", power.AlarmRaised),
		ends(4, "upsTrapAlarmEntryRemoved", power.AlarmRaised)
	added.alarm = rfc1628Alarms(objects)
	removed.alarm = added.alarm
	return []rule{begins(1, "upsTrapOnBattery", power.BatteryBegan), completed, added, removed}
}

// rfc1628Alarms are the well-known alarms of upsAlarmDescr (RFC 1628, upsWellKnownAlarms).
func rfc1628Alarms(objects string) *alarmNames {
	return &alarmNames{object: objects + ".6.2.1.2", root: objects + ".6.3", names: map[string]alarmName{
		"1":  {"battery bad", replaceBattery},
		"2":  {"on battery", power.BatteryBegan},
		"3":  {"low battery", lowBattery},
		"4":  {"depleted battery", lowBattery},
		"5":  {"temp bad", overheating},
		"6":  {text: "input bad"},
		"7":  {text: "output bad"},
		"8":  {"output overload", overload},
		"9":  {"on bypass", bypass},
		"10": {text: "bypass bad"},
		"11": {"output off as requested", outputOff},
		"12": {"ups off as requested", outputOff},
		"13": {text: "charger failed"},
		"14": {"ups output off", outputOff},
		"15": {"ups system off", outputOff},
		"16": {text: "fan failure"},
		"17": {text: "fuse failure"},
		"18": {text: "general fault"},
		"19": {text: "diagnostic test failed"},
		"20": {text: "communications lost"},
		"21": {text: "awaiting power"},
		"22": {"shutdown pending", shutdown},
		"23": {"shutdown imminent", shutdown},
		"24": {"test in progress", selfTesting},
	}}
}
