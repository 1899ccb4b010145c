package trap

import "github.com/argus-power/argus/power"

// cyberPowerFamilies are those of CPS-MIB: all TRAP-TYPEs have the enterprise 3808.
func cyberPowerFamilies() []family {
	const text = "1.3.6.1.4.1.3808.2.2.3" // mtrapinfoString
	all := append(cyberPowerUPS(), cyberPowerPDU()...)
	return []family{{root: "1.3.6.1.4.1.3808.0", mib: "CPS-MIB", texts: []string{text}, rules: all}}
}

func cyberPowerUPS() []rule {
	return []rule{
		raises(1, "communicationLost", "communications lost"), clears(8, "communicationEstablished", "communications lost"),
		begins(2, "upsOverload", overload), ends(19, "returnFromOverLoad", overload),
		tested(3, "upsDiagnosticsFailed", "failed"), tested(10, "upsDiagnosticsPassed", "passed"),
		begins(4, "upsDischarged", lowBattery), ends(20, "returnFromDischarged", lowBattery),
		begins(5, "upsOnBattery", power.BatteryBegan), ends(9, "powerRestored", power.BatteryBegan),
		begins(6, "upsBoostOn", boosting), begins(18, "upsBuckOn", trimming),
		begins(7, "lowBattery", lowBattery), ends(11, "returnFromLowBattery", lowBattery),
		begins(12, "upsTurnedOff", outputOff), ends(26, "upsTurnedOn", outputOff),
		begins(13, "upsSleeping", outputOff), ends(14, "upsWokeUp", outputOff),
		begins(16, "upsOverTemp", overheating), ends(17, "returnFromOverTemp", overheating),
		raises(23, "upsChargerFailure", "charger failed"), clears(24, "returnFromChargerFailure", "charger failed"),
		begins(28, "upsLostRedundant", power.RedundancyLost),
		raises(38, "upsHardwareFault", "hardware fault"),
		begins(39, "upsBatteryNotPresent", power.BatteryRemoved),
		raises(40, "upsWiringFault", "wiring fault"), clears(41, "upsWiringFaultCleared", "wiring fault"),
		begins(42, "upsEnterBypassMode", bypass), ends(43, "upsReturnFromBypassMode", bypass),
		begins(44, "upsBypassOverload", overload), ends(45, "upsBypassOverloadCleared", overload),
		begins(46, "upsEnterECOMode", eco), ends(47, "upsReturnFromECOMode", eco),
		begins(50, "upsBatteryReplacement", replaceBattery),
		begins(58, "upsRFC1628TrapOnBattery", power.BatteryBegan),
		quiet(61, "failAuthViaHTTP"), quiet(63, "failAuthViaConsole"), quiet(65, "adminLoginInfo"),
		quiet(66, "adminLogoutInfo"), quiet(67, "deviceLoginInfo"), quiet(68, "deviceLogoutInfo"), quiet(72, "testEvent"),
	}
}

func cyberPowerPDU() []rule {
	outlet := spot{object: "1.3.6.1.4.1.3808.1.1.3.3.3.1.1.1", word: "outlet", byValue: true} // ePDUOutletControlIndex
	switched := spot{object: "1.3.6.1.4.1.3808.1.1.5.6.5.1.1", word: "outlet", byValue: true} // atsOutletCtrlTableIndex
	// upsIndividualOutletStatusIndex
	ups := spot{object: "1.3.6.1.4.1.3808.1.1.1.8.2.4.1.1", word: "outlet", byValue: true}
	return []rule{
		raises(101, "ePDUCommunicationLost", "communications lost"),
		clears(100, "ePDUCommunicationEstablished", "communications lost"),
		ends(102, "ePDUOutletOn", power.OutletOff).at(outlet), begins(103, "ePDUOutletOff", power.OutletOff).at(outlet),
		raises(108, "ePDUNearOverload", "load"), clears(109, "ePDUNearOverloadCleared", "load"),
		raises(110, "ePDUOverload", "load"), clears(111, "ePDUOverloadCleared", "load"),
		raises(120, "ePDUPowerSupply1Fail", "power supply 1"), clears(121, "ePDUPowerSupply1Ok", "power supply 1"),
		raises(122, "ePDUPowerSupply2Fail", "power supply 2"), clears(123, "ePDUPowerSupply2Ok", "power supply 2"),
		begins(301, "atsSwitchSource", power.SourceChanged),
		begins(302, "atsSourceFault", power.InputBad), ends(303, "atsSourceFaultCleared", power.InputBad),
		begins(304, "atsRedundancyFail", power.RedundancyLost), ends(305, "atsRedundancyRestored", power.RedundancyLost),
		raises(320, "atsPowerSupplyFault", "power supply"), clears(321, "atsPowerSupplyFaultCleared", "power supply"),
		raises(328, "atsOverload", "output current"), clears(329, "atsOverloadCleared", "output current"),
		ends(338, "atsOutletOn", power.OutletOff).at(switched), begins(339, "atsOutletOff", power.OutletOff).at(switched),
		raises(401, "pduDeviceAlarm", "device"), clears(402, "pduDeviceAlarmClear", "device"),
		raises(407, "pduBankAlarm", "bank"), clears(408, "pduBankAlarmClear", "bank"),
		ends(500, "upsOutletOn", power.OutletOff).at(ups), begins(501, "upsOutletOff", power.OutletOff).at(ups),
	}
}
