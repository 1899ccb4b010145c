package trap

import "github.com/argus-power/argus/power"

// apcFamilies are those of PowerNet-MIB 4.5.8: all TRAP-TYPEs have the enterprise 318.
func apcFamilies() []family {
	const text = "1.3.6.1.4.1.318.2.3.3" // mtrapargsString
	all := apcUPS()
	all = append(all, apcFaults()...)
	all = append(all, apcPDU()...)
	all = append(all, apcSensors()...)
	return []family{{root: "1.3.6.1.4.1.318.0", mib: "PowerNet-MIB", texts: []string{text}, rules: all}}
}

func apcUPS() []rule {
	return []rule{
		raises(1, "communicationLost", "communications lost"), clears(8, "communicationEstablished", "communications lost"),
		begins(2, "upsOverload", overload), ends(33, "upsOverloadCleared", overload),
		tested(3, "upsDiagnosticsFailed", "failed"), tested(10, "upsDiagnosticsPassed", "passed"),
		begins(4, "upsDischarged", lowBattery), ends(38, "dischargeCleared", lowBattery),
		begins(5, "upsOnBattery", power.BatteryBegan), ends(9, "powerRestored", power.BatteryBegan),
		begins(6, "smartBoostOn", boosting), ends(34, "smartBoostOff", boosting),
		begins(7, "lowBattery", lowBattery), ends(11, "returnFromLowBattery", lowBattery),
		begins(12, "upsTurnedOff", outputOff), ends(30, "upsTurnedOn", outputOff),
		begins(13, "upsSleeping", outputOff), ends(14, "upsWokeUp", outputOff),
		begins(17, "upsBatteryNeedsReplacement", replaceBattery), ends(36, "upsBatteryReplaced", replaceBattery),
		begins(20, "hardwareFailureBypass", bypass), begins(21, "softwareBypass", bypass),
		begins(22, "switchedBypass", bypass), ends(23, "returnFromBypass", bypass),
		begins(28, "calibrationStart", calibrating), ends(37, "calibrationEnd", calibrating),
		begins(31, "smartAvrReducing", trimming), ends(35, "smartAvrReducingOff", trimming),
		begins(39, "gracefulShutdown", shutdown),
		begins(53, "batteryOverTemperature", overheating), ends(54, "batteryOverTemperatureCleared", overheating),
		begins(80, "noBatteries", power.BatteryRemoved), ends(81, "noBatteriesCleared", power.BatteryRemoved),
		begins(353, "upsInternalOverTemperature", overheating), ends(354, "upsInternalOverTemperatureCleared", overheating),
		begins(504, "upsInverterOverTemperature", overheating), ends(505, "upsInverterOverTemperatureCleared", overheating),
		begins(777, "upsOnBatteryDueToFault", power.BatteryBegan),
		ends(778, "upsOnBatteryDueToFaultCleared", power.BatteryBegan),
	}
}

func apcFaults() []rule {
	return []rule{
		raises(24, "bypassPowerSupplyFailure", "bypass power supply"),
		raises(25, "baseFanFailure", "fan failure"),
		raises(26, "batteryPackCommLost", "battery pack communication"),
		clears(27, "batteryPackCommEstablished", "battery pack communication"),
		raises(49, "badVoltage", "output bad"), clears(50, "badVoltageCleared", "output bad"),
		raises(51, "chargerFailure", "charger failed"), clears(52, "chargerFailureCleared", "charger failed"),
		raises(55, "smartRelayFault", "relay"), clears(56, "smartRelayFaultCleared", "relay"),
		raises(77, "abnormalCondition", "abnormal condition"), clears(78, "abnormalConditionCleared", "abnormal condition"),
		raises(502, "upsPfcInputRelayFailure", "input relay"), clears(503, "upsPfcInputRelayFailureCleared", "input relay"),
		raises(508, "upsEepromFault", "eeprom"), clears(509, "upsEepromFaultCleared", "eeprom"),
		raises(608, "upsPfcFault", "power factor correction"), clears(609, "upsPfcFaultCleared", "power factor correction"),
		raises(612, "upsInverterFault", "inverter"), clears(613, "upsInverterFaultCleared", "inverter"),
		raises(620, "upsBackfeedRelayFault", "backfeed relay"), clears(621, "upsBackfeedRelayFaultCleared", "backfeed relay"),
		raises(622, "upsBypassRelayFault", "bypass relay"), clears(623, "upsBypassRelayFaultCleared", "bypass relay"),
	}
}

func apcPDU() []rule {
	control := spot{object: "1.3.6.1.4.1.318.1.1.4.4.2.1.1", word: "outlet", byValue: true}   // sPDUOutletControlIndex
	outlet := spot{object: "1.3.6.1.4.1.318.1.1.12.3.3.1.1.1", word: "outlet", byValue: true} // rPDUOutletControlIndex
	status := spot{object: "1.3.6.1.4.1.318.1.1.12.3.5.1.1.1", word: "outlet", byValue: true} // rPDUOutletStatusIndex
	return []rule{
		ends(41, "outletOn", power.OutletOff).at(control), begins(42, "outletOff", power.OutletOff).at(control),
		begins(126, "atsSourceSwitched", power.SourceChanged),
		begins(127, "atsLostRedundancy", power.RedundancyLost), ends(128, "atsRedundancyRestored", power.RedundancyLost),
		raises(132, "atsOverCurrent", "output current"), clears(133, "atsOverCurrentCleared", "output current"),
		raises(134, "atsPowerSupplyFailure", "power supply"), clears(135, "atsPowerSupplyFailureCleared", "power supply"),
		raises(224, "rPDUBankPhaseNearOverload", "load"), clears(225, "rPDUBankPhaseNearOverloadCleared", "load"),
		raises(226, "rPDUBankPhaseOverload", "load"), clears(227, "rPDUBankPhaseOverloadCleared", "load"),
		raises(267, "rPDUCommunicationLost", "communications lost"),
		clears(266, "rPDUCommunicationEstablished", "communications lost"),
		ends(268, "rPDUOutletOn", power.OutletOff).at(outlet), begins(269, "rPDUOutletOff", power.OutletOff).at(outlet),
		raises(272, "rPDULowLoad", "load"), clears(273, "rPDULowLoadCleared", "load"),
		raises(274, "rPDUNearOverload", "load"), clears(275, "rPDUNearOverloadCleared", "load"),
		raises(276, "rPDUOverload", "load"), clears(277, "rPDUOverloadCleared", "load"),
		raises(278, "rPDUPowerSupply1Fail", "power supply 1"), clears(279, "rPDUPowerSupply1Ok", "power supply 1"),
		raises(280, "rPDUPowerSupply2Fail", "power supply 2"), clears(281, "rPDUPowerSupply2Ok", "power supply 2"),
		raises(632, "rPDUOutletNearOverload", "outlet current").at(status),
		clears(633, "rPDUOutletNearOverloadCleared", "outlet current").at(status),
		raises(634, "rPDUOutletOverload", "outlet current").at(status),
		clears(635, "rPDUOutletOverloadCleared", "outlet current").at(status),
		raises(642, "atsOverload", "output current"), clears(643, "atsOverloadCleared", "output current"),
		begins(702, "atsControllerRestart", power.DeviceRebooted),
	}
}

func apcSensors() []rule {
	return []rule{
		begins(18, "contactFault", power.SensorTripped), ends(19, "contactFaultResolved", power.SensorTripped),
		begins(235, "emsSensorDisconnected", power.SensorLost), ends(234, "emsSensorConnected", power.SensorLost),
		begins(236, "emsSensorFault", power.SensorLost), ends(237, "emsSensorFaultCleared", power.SensorLost),
		begins(248, "emsInputContactStateAbnormal", power.SensorTripped),
		ends(249, "emsInputContactStateNormal", power.SensorTripped),
		raises(253, "envHighTempThresholdViolation", "temperature"),
		clears(254, "envHighTempThresholdViolationCleared", "temperature"),
		raises(257, "envHighHumidityThresholdViolation", "humidity"),
		clears(258, "envHighHumidityThresholdViolationCleared", "humidity"),
		raises(359, "envMaxTempThresholdViolation", "temperature"),
		clears(360, "envMaxTempThresholdViolationCleared", "temperature"),
		begins(831, "uioFluidDetected", power.SensorTripped), ends(832, "uioFluidDetectedCleared", power.SensorTripped),
	}
}
