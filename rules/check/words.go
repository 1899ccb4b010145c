package check

import (
	"strings"

	"github.com/argus-power/argus/power"
)

// events are the kinds of events.
func events() []string {
	kinds := []power.EventKind{
		power.FirstSeen, power.CommunicationLost, power.CommunicationRestored,
		power.AlarmRaised, power.AlarmCleared, power.OutletOff, power.OutletOnAgain,
		power.BranchOpened, power.BranchClosedAgain, power.SensorTripped, power.SensorCalm,
		power.SensorLost, power.SensorRestored, power.InputBad, power.InputGoodAgain,
		power.RedundancyLost, power.RedundancyRestored, power.ModuleFailed, power.ModuleRestored,
		power.BatteryRemoved, power.BatteryBack, power.SourceChanged, power.InputDisturbance,
		power.TestFinished, power.DeviceRebooted, power.FirmwareChanged, power.SerialChanged,
		power.EnergyCounterReset,
	}
	var list []string
	for _, s := range power.AllStates() {
		if power.StateBegan(s) != "" {
			kinds = append(kinds, power.StateBegan(s), power.StateEnded(s))
		}
	}
	for _, k := range kinds {
		list = append(list, string(k))
	}
	return list
}

func states() (list []string) {
	for _, s := range power.AllStates() {
		list = append(list, s.String())
	}
	return list
}

// reasons are why a device does not answer.
func reasons() (list []string) {
	for _, r := range []power.Reason{
		power.Stale, power.DriverNotConnected, power.NoDataYet, power.UnknownDevice,
		power.NoDevices, power.Timeout, power.Refused, power.Unreachable, power.NameNotFound,
		power.AccessDenied, power.Busy, power.Forbidden, power.BadTLS, power.Disconnected,
		power.BadAnswer, power.Canceled, power.OtherReason,
	} {
		list = append(list, string(r))
	}
	return list
}

// drops are why a value that was read could not be used.
func drops() (list []string) {
	for _, r := range power.DropReasons() {
		list = append(list, string(r))
	}
	return list
}

// words are the closed lists of values of a quantity's labels.
func words(q power.Quantity) map[string][]string {
	closed := map[string][]string{}
	for _, name := range q.Labels() {
		if list := wordsOf(q, name); list != nil {
			closed[name] = list
		}
	}
	return closed
}

func wordsOf(q power.Quantity, label string) []string {
	switch {
	case q == power.StatusSet:
		return states()
	case q.Kind() == power.StateSet:
		return q.States() // nil for inputs
	case q == power.DeviceErrorInfo:
		return reasons()
	case q == power.DeviceInfo && label == "type":
		return strings.Fields("ups pdu ats dc sensor meter cooling generator")
	case q == power.DeviceInfo && label == "protocol":
		return []string{"nut", "snmp"}
	}
	switch label {
	case "event":
		return events()
	case "method":
		return []string{power.MethodMeasured, power.MethodApparent, power.MethodLoad, power.MethodLoadVA}
	case "line":
		return strings.Fields("L1 L2 L3 L1-L2 L2-L3 L3-L1 N PE")
	case "limit":
		return limits(q)
	}
	return nil
}

func limits(q power.Quantity) []string {
	if q == power.InputTransferLimit {
		return strings.Fields("low_minimum low_maximum high_minimum high_maximum boost_low boost_high " +
			"trim_low trim_high bypass_low bypass_high eco_low eco_high")
	}
	return strings.Fields("low low_warning low_critical high high_warning high_critical")
}
