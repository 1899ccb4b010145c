package trap

import "github.com/argus-power/argus/power"

// upsFamilies are those of further makers of UPSes.
func upsFamilies() []family {
	const socomec, riello = "1.3.6.1.4.1.4555.1.1.7", "1.3.6.1.4.1.5491.10"
	return []family{
		{root: "1.3.6.1.4.1.476.1.42.3.3.0", mib: "LIEBERT-GP-NOTIFICATIONS-MIB", rules: liebert()},
		{root: "1.3.6.1.4.1.2254.2.4.20.0", mib: "DeltaUPS-MIB", rules: delta()},
		{root: socomec + ".2.0", mib: "SOCOMECUPS-MIB", rules: append(rfc1628(socomec+".1"), socomecOwn()...)},
		{root: riello + ".2.0", mib: "RIELLOUPS-MIB", rules: renamed(rfc1628(riello+".1"), map[string]string{
			"1": "rupsTrapOnBattery", "2": "rupsTrapTestCompleted",
			"3": "rupsTrapAlarmEntryAdded", "4": "rupsTrapAlarmEntryRemoved",
		})},
		{root: "1.3.6.1.4.1.935.0", mib: "XPPC-MIB", rules: xppc()},
		{root: "1.3.6.1.4.1.850.1.4", mib: "TRIPPLITE-PRODUCTS", rules: trippLite()},
	}
}

// renamed gives rules the names that another MIB has for them.
func renamed(rules []rule, names map[string]string) []rule {
	for i := range rules {
		rules[i].name = names[rules[i].oid]
	}
	return rules
}

// liebert: lgpConditionDescr names the condition, of which there are thousands: the device is to be read.
func liebert() []rule {
	condition := &alarmNames{object: "1.3.6.1.4.1.476.1.42.3.2.3.1.2", root: "1.3.6.1.4.1.476.1.42.3.2.7"}
	added, removed := begins(1, "lgpEventConditionEntryAdded", power.AlarmRaised),
		ends(2, "lgpEventConditionEntryRemoved", power.AlarmRaised)
	added.alarm, removed.alarm = condition, condition
	return []rule{
		added, removed,
		begins(3, "lgpEventLowBatteryWarning", lowBattery),
		begins(4, "lgpEventLoadTransferedToBypass", bypass),
		raises(5, "lgpEventInternalFault", "internal fault"),
		tested(6, "lgpEventBatteryTestFailed", "failed"),
		begins(7, "lgpEventOutputOverload", overload),
		begins(9, "lgpEventLostPowerRedundancy", power.RedundancyLost),
		ends(8, "lgpEventEstablishedPowerRedundancy", power.RedundancyLost),
		begins(10, "lgpEventPowerModuleFailure", power.ModuleFailed),
		begins(11, "lgpEventBatteryModuleFailure", power.ModuleFailed),
		begins(12, "lgpEventControlModuleFailure", power.ModuleFailed),
	}
}

func delta() []rule {
	return []rule{
		raises(1, "dupsCommunicationLost", "communications lost"),
		clears(2, "dupsCommunicationEstablished", "communications lost"),
		begins(3, "dupsPowerFail", power.BatteryBegan), ends(4, "dupsPowerRestored", power.BatteryBegan),
		begins(5, "dupsLowBattery", lowBattery), ends(6, "dupsReturnFromLowBattery", lowBattery),
		raises(7, "dupsLoadWarning", "load"), clears(8, "dupsNoLongerLoadWarning", "load"),
		begins(11, "dupsLoadOnBypass", bypass), ends(12, "dupsNoLongerLoadOnBypass", bypass),
		raises(13, "dupsUPSFault", "ups fault"), clears(14, "dupsReturnFromUPSFault", "ups fault"),
		raises(15, "dupsBatteryGroundFault", "battery ground fault"),
		clears(16, "dupsNoLongerBatteryFault", "battery ground fault"),
		begins(17, "dupsTestInProgress", selfTesting),
		tested(18, "dupsBatteryTestFail", "failed"),
		raises(19, "dupsFuseFailure", "fuse failure"), clears(20, "dupsFuseRecovered", "fuse failure"),
		begins(21, "dupsOutputOverload", overload), ends(22, "dupsNoLongerOverload", overload),
		raises(25, "dupsInverterAbnormal", "inverter"), clears(26, "dupsInverterRecovered", "inverter"),
		raises(27, "dupsRectifierAbnormal", "rectifier"), clears(28, "dupsRectifierRecovered", "rectifier"),
		raises(29, "dupsReserveAbnormal", "reserve"), clears(30, "dupsReserveRecovered", "reserve"),
		begins(31, "dupsLoadOnReserve", bypass), ends(32, "dupsNoLongerLoadOnReserve", bypass),
		begins(45, "dupsSmartShutdown", shutdown), ends(46, "dupsCancelShutdown", shutdown),
		begins(50, "dupsOverTemperature", overheating), ends(51, "dupsNormalTemperature", overheating),
		begins(52, "dupsBattReplace", replaceBattery), ends(53, "dupsReturnFromBattReplace", replaceBattery),
	}
}

// socomecOwn are those that Socomec has beside the four of RFC 1628.
func socomecOwn() []rule {
	return []rule{
		begins(6, "upsTrapOverload", overload),
		begins(7, "upsTrapRedundancyLost", power.RedundancyLost),
		begins(9, "upsTrapBatteryDischarged", lowBattery), begins(10, "upsTrapBatteryLow", lowBattery),
		begins(13, "upsTrapLoadOFF", outputOff),
		raises(14, "upsTrapCommunicationLost", "communications lost"),
		begins(15, "upsTrapOnBatteryPower", power.BatteryBegan), ends(23, "upsTrapPowerRestored", power.BatteryBegan),
		tested(16, "upsTrapBatteryTestfailed", "failed"),
		begins(18, "upsTrapOnBypass", bypass),
		begins(27, "upsTrapAgentRestarting", power.DeviceRebooted),
		quiet(40, "upsTrapSessionLogin"), quiet(41, "upsTrapLoginUnsuccesfulTentative"), quiet(42, "upsTrapTest"),
	}
}

func xppc() []rule {
	return []rule{
		raises(1, "communicationLost", "communications lost"), clears(8, "communicationEstablished", "communications lost"),
		begins(2, "upsOverLoad", overload), ends(28, "upsLoadNormal", overload),
		tested(3, "upsDiagnosticsFailed", "failed"), tested(10, "upsDiagnosticsPassed", "passed"),
		begins(4, "upsDischarged", lowBattery),
		begins(5, "upsOnBattery", power.BatteryBegan), ends(9, "powerRestored", power.BatteryBegan),
		begins(6, "boostOn", boosting),
		begins(7, "lowBattery", lowBattery), ends(11, "returnFromLowBattery", lowBattery),
		begins(12, "upsTurnedOff", outputOff),
		begins(13, "upsSleeping", outputOff), ends(14, "upsWokeUp", outputOff),
		begins(20, "envSmokeAbnormal", power.SensorTripped),
		begins(21, "envWaterAbnormal", power.SensorTripped), ends(24, "envWaterNormal", power.SensorTripped),
		begins(32, "upsBypass", bypass), ends(53, "upsBypassReturn", bypass),
	}
}

// trippLite: tlpAlarmDescr names the alarm by an OID, which the modules know by other words.
func trippLite() []rule {
	alarm := &alarmNames{object: "1.3.6.1.4.1.850.1.3.2.1.2", root: "1.3.6.1.4.1.850.1.3"}
	added, removed := begins(1, "tlpNotificationsAlarmEntryAdded", power.AlarmRaised),
		ends(2, "tlpNotificationsAlarmEntryRemoved", power.AlarmRaised)
	added.oid, removed.oid = "1.1", "1.2"
	added.alarm, removed.alarm = alarm, alarm
	quietTest := quiet(6, "tlpNotifyTest")
	quietTest.oid = "1.6"
	battery := begins(34, "tlpNotificationsUpsTransferToBattery", power.BatteryBegan)
	battery.oid = "2.3.34"
	toBypass := begins(35, "tlpNotificationsUpsTransferToBypass", bypass)
	toBypass.oid = "2.3.35"
	off := begins(29, "tlpNotificationsDeviceOutputOff", outputOff)
	off.oid = "2.2.29"
	return []rule{added, removed, quietTest, battery, toBypass, off}
}
