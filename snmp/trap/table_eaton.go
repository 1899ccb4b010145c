package trap

import "github.com/argus-power/argus/power"

func eatonFamilies() []family {
	const xups, epdu = "1.3.6.1.4.1.534.1", "1.3.6.1.4.1.534.6.6.7"
	return []family{
		{root: xups + ".11.4.1.0", mib: "XUPS-MIB", texts: []string{xups + ".11.3"}, rules: eatonUPS(xups)},
		{root: epdu + ".0", mib: "EATON-EPDU-MIB", rules: eatonPDU(epdu)},
		{root: "1.3.6.1.4.1.534.10.2.10", mib: "EATON-ATS2-MIB", rules: eatonATS()},
		{root: "1.3.6.1.4.1.705.1.11.0", mib: "MG-SNMP-UPS-MIB", rules: mge()},
	}
}

// eatonUPS are those of which most have no contrary: xupstdAlarmEntryRemoved names the alarm that is gone.
func eatonUPS(xups string) []rule {
	added, removed := begins(21, "xupstdAlarmEntryAdded", power.AlarmRaised),
		ends(22, "xupstdAlarmEntryRemoved", power.AlarmRaised)
	added.alarm = xupsAlarms(xups)
	removed.alarm = added.alarm
	return []rule{
		begins(3, "xupstdOnBattery", power.BatteryBegan), ends(5, "xupstdUtilityPowerRestored", power.BatteryBegan),
		begins(4, "xupstdLowBattery", lowBattery), ends(6, "xupstdReturnFromLowBattery", lowBattery),
		begins(7, "xupstdOutputOverload", overload),
		raises(8, "xupstdInternalFailure", "internal failure"),
		begins(9, "xupstdBatteryDischarged", lowBattery),
		raises(10, "xupstdInverterFailure", "inverter failure"),
		begins(11, "xupstdOnBypass", bypass), begins(48, "xupstdOnMaintenanceBypass", bypass),
		raises(12, "xupstdBypassNotAvailable", "bypass not available"),
		begins(13, "xupstdOutputOff", outputOff), begins(24, "xupstdOutputOffAsRequested", outputOff),
		raises(14, "xupstdInputFailure", "input failure"),
		raises(15, "xupstdBuildingAlarm", "building alarm"),
		begins(16, "xupstdShutdownImminent", shutdown), begins(27, "xupstdUpsShutdownPending", shutdown),
		raises(20, "xupstdBreakerOpen", "breaker open"),
		added, removed,
		begins(23, "xupstdAlarmBatteryBad", replaceBattery),
		tested(25, "xupstdDiagnosticTestFailed", "failed"), tested(45, "xupstdDiagnosticTestPassed", "passed"),
		raises(26, "xupstdCommunicationsLost", "communications lost"),
		clears(49, "xupstdCommEstablished", "communications lost"),
		begins(28, "xupstdAlarmTestInProgress", selfTesting),
		raises(29, "xupstdAmbientTempBad", "ambient temp bad"),
		raises(32, "xupstdLossOfRedundancy", "loss of redundancy"),
		begins(33, "xupstdAlarmTempBad", overheating),
		raises(34, "xupstdAlarmChargerFailed", "charger failed"),
		raises(35, "xupstdAlarmFanFailure", "fan failure"),
		raises(36, "xupstdAlarmFuseFailure", "fuse failure"),
		raises(38, "xupstdModuleFailure", "module failure"),
		quiet(44, "xupstdHeartbeat"), quiet(100, "xupstdTestTrap"),
	}
}

// xupsAlarms are the well-known alarms of xupsAlarmDescr.
func xupsAlarms(xups string) *alarmNames {
	return &alarmNames{object: xups + ".7.2.1.2", root: xups + ".7", names: map[string]alarmName{
		"3":  {"on battery", power.BatteryBegan},
		"4":  {"low battery", lowBattery},
		"7":  {"output overload", overload},
		"8":  {text: "internal failure"},
		"9":  {"battery discharged", lowBattery},
		"10": {text: "inverter failure"},
		"11": {"on bypass", bypass},
		"12": {text: "bypass not available"},
		"13": {"output off", outputOff},
		"14": {text: "input failure"},
		"15": {text: "building alarm"},
		"16": {"shutdown imminent", shutdown},
		"20": {text: "breaker open"},
		"23": {"battery bad", replaceBattery},
		"24": {"output off as requested", outputOff},
		"25": {text: "diagnostic test failed"},
		"26": {text: "communications lost"},
		"27": {"ups shutdown pending", shutdown},
		"28": {"test in progress", selfTesting},
		"29": {text: "ambient temp bad"},
		"30": {text: "loss of redundancy"},
		"31": {"temp bad", overheating},
		"32": {text: "charger failed"},
		"33": {text: "fan failure"},
		"34": {text: "fuse failure"},
		"36": {text: "module failure"},
		"44": {"on maintenance bypass", bypass},
	}}
}

func eatonPDU(epdu string) []rule {
	outlet := begins(33, "notifyOutletControlStatus", power.OutletOff).
		at(spot{object: epdu + ".6.6.1.2", word: "outlet", unit: true})
	// outletControlStatus: 0 off, 1 on, 2 off is pending, 3 on is pending
	outlet.sense = &sense{object: epdu + ".6.6.1.2", begins: []int{0}, ends: []int{1}}
	breaker := begins(23, "notifyGroupBreakerStatus", power.BranchOpened).
		at(spot{object: epdu + ".5.1.1.5", word: "branch", unit: true})
	breaker.sense = &sense{object: epdu + ".5.1.1.5", begins: []int{2}, ends: []int{1}} // 1 on, 2 off
	return []rule{
		quiet(1, "notifyUserLogin"), quiet(2, "notifyUserLogout"), quiet(3, "notifyFailedLogin"),
		begins(4, "notifyBootUp", power.DeviceRebooted), outlet, breaker, quiet(53, "notifyTest"),
	}
}

func eatonATS() []rule {
	return []rule{
		raises(1, "ats2TrapCommunicationLost", "communications lost"),
		clears(2, "ats2TrapCommunicationRecovered", "communications lost"),
		begins(4, "ats2TrapOutputNotPowered", outputOff), ends(3, "ats2TrapOutputPowered", outputOff),
		begins(5, "ats2TrapOverload", overload), ends(6, "ats2TrapNoOverLoad", overload),
		raises(7, "ats2TrapInternalFailure", "internal failure"), clears(8, "ats2TrapNoInternalFailure", "internal failure"),
		inputBad(10, "ats2TrapSource1OutOfRange", "1"), inputGood(9, "ats2TrapSource1Normal", "1"),
		inputBad(12, "ats2TrapSource2OutOfRange", "2"), inputGood(11, "ats2TrapSource2Normal", "2"),
		begins(15, "ats2TrapOutputPoweredBySource1", power.SourceChanged),
		begins(16, "ats2TrapOutputPoweredBySource2", power.SourceChanged),
		quiet(40, "ats2TestTrap"),
	}
}

func inputBad(id int, name, input string) rule {
	r := begins(id, name, power.InputBad)
	r.place = "input " + input
	return r
}

func inputGood(id int, name, input string) rule {
	r := inputBad(id, name, input)
	r.ends = true
	return r
}

func mge() []rule {
	return []rule{
		raises(1, "upsmgBatteryFault", "battery fault"), clears(2, "upsmgBatteryOK", "battery fault"),
		begins(3, "upsmgBatteryReplacementIndicated", replaceBattery),
		ends(4, "upsmgBatteryReplaceNotIndicated", replaceBattery),
		begins(5, "upsmgAtLowBattery", lowBattery), ends(6, "upsmgFromLowBattery", lowBattery),
		raises(7, "upsmgChargerFault", "charger failed"), clears(8, "upsmgChargerOK", "charger failed"),
		begins(11, "upsmgOnBattery", power.BatteryBegan), ends(12, "upsmgReturnFromBattery", power.BatteryBegan),
		begins(13, "upsmgOnByPass", bypass), ends(14, "upsmgReturnFromByPass", bypass),
		raises(15, "upsmgByPassUnavailable", "bypass not available"),
		clears(16, "upsmgByPassAvailable", "bypass not available"),
		raises(17, "upsmgUtilityFailure", "utility failure"), clears(18, "upsmgUtilityRestored", "utility failure"),
		begins(19, "upsmgOnBoost", boosting), ends(20, "upsmgReturnFromBoost", boosting),
		begins(21, "upsmgOverLoad", overload), ends(22, "upsmgLoadOK", overload),
		begins(23, "upsmgOverTemperature", overheating), ends(24, "upsmgTemperatureOK", overheating),
		raises(37, "upsmgCommunicationFailure", "communications lost"),
		clears(38, "upsmgCommunicationRestored", "communications lost"),
		raises(39, "upsmgInputBad", "input bad"), clears(40, "upsmgInputOK", "input bad"),
		begins(41, "upsmgBatteryUnavailable", power.BatteryRemoved), ends(42, "upsmgBatteryAvailable", power.BatteryRemoved),
		tested(45, "upsmgDiagnosticTestFail", "failed"), tested(46, "upsmgDiagnosticTestOK", "passed"),
		tested(48, "upsmgBatteryTestFail", "failed"), tested(47, "upsmgBatteryTestOK", "passed"),
		begins(51, "upsmgOnBuck", trimming), ends(52, "upsmgReturnFromBuck", trimming),
		begins(65, "upsRedundancyLost", power.RedundancyLost), ends(66, "upsRedundancyOK", power.RedundancyLost),
	}
}
