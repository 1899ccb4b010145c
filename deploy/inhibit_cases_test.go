package deploy

// inhibitions are alerts that fire together: those that others hide, and those that are told. HERE is
// a name that only the case has.
var inhibitions = []struct {
	name         string
	hidden, told []string
}{
	{
		"low battery hides on battery and runtime of the same device",
		[]string{
			"alertname=UPSOnBattery instance=HERE device=ups",
			"alertname=UPSRuntimeLow instance=HERE device=ups severity=critical",
			"alertname=UPSChargeLow instance=HERE device=ups",
		},
		[]string{
			"alertname=UPSLowBattery instance=HERE device=ups severity=critical",
			"alertname=UPSOnBattery instance=HERE device=other",
			"alertname=UPSOnBattery instance=elsewhere-HERE device=ups",
			"alertname=BatteryReplace instance=HERE device=ups",
		},
	},
	{
		"little runtime hides on battery",
		[]string{"alertname=UPSOnBattery instance=HERE device=ups", "alertname=UPSChargeLow instance=HERE device=ups"},
		[]string{"alertname=UPSRuntimeLow instance=HERE device=ups severity=critical"},
	},
	{
		"a site outage hides its devices",
		[]string{
			"alertname=UPSOnBattery site=HERE instance=HERE device=a",
			"alertname=UPSOnBattery site=HERE instance=HERE device=b",
			"alertname=UPSChargeLow site=HERE instance=HERE device=b",
			"alertname=ProbeFailing site=HERE instance=dark-HERE",
			"alertname=RedundancyLost site=HERE instance=HERE device=ats",
			"alertname=FeedLost site=HERE feed=a rack=1",
			"alertname=DeviceFlapping site=HERE instance=HERE device=a",
		},
		[]string{
			"alertname=SiteOnBattery site=HERE severity=critical",
			"alertname=UPSLowBattery site=HERE instance=HERE device=c severity=critical",
			"alertname=UPSRuntimeLow site=HERE instance=HERE device=d severity=critical",
			"alertname=DeviceLostOnBattery site=HERE instance=HERE device=e severity=critical",
			"alertname=UPSOnBattery site=other-HERE instance=HERE device=f",
			"alertname=UPSOnBattery instance=HERE device=nowhere",
			"alertname=BatteryOld site=HERE instance=HERE device=g severity=info",
		},
	},
	{
		"devices without a site are a site",
		[]string{"alertname=UPSOnBattery instance=HERE device=a"},
		[]string{
			"alertname=SiteOnBattery severity=critical",
			"alertname=UPSOnBattery site=HERE instance=HERE device=b",
		},
	},
	{
		"a dead device hides its warnings",
		[]string{
			"alertname=BatteryReplace instance=HERE device=ups",
			"alertname=BatteryOld instance=HERE device=ups severity=info",
		},
		[]string{
			"alertname=DeviceDown instance=HERE device=ups",
			"alertname=LeakDetected instance=HERE device=ups severity=critical",
			"alertname=BatteryReplace instance=HERE device=other",
			"alertname=ProbeSlow instance=HERE severity=info",
		},
	},
	{
		"the trap of equal labels",
		[]string{},
		[]string{
			"alertname=DeviceDown instance=HERE",        // a source without a device ...
			"alertname=BatteryReplace instance=HERE",    // ... hides nothing that has none,
			"alertname=UPSLowBattery severity=critical", // and one without an instance and a device
			"alertname=UPSChargeLow hour=HERE",          // nothing that has neither
			"alertname=SomethingElse of=HERE",           //
			"alertname=ProbeFailing",                    //
			"alertname=DeviceLostOnBattery place=HERE",  //
		},
	},
	{
		"a device that died on battery",
		[]string{
			"alertname=DeviceDown instance=HERE device=ups",
			"alertname=UPSOnBattery instance=HERE device=ups",
			"alertname=ProbeFailing instance=HERE",
		},
		[]string{
			"alertname=DeviceLostOnBattery instance=HERE device=ups severity=critical",
			"alertname=UPSLowBattery instance=HERE device=ups severity=critical",
		},
	},
	{
		"a target that does not answer hides the warnings behind it",
		[]string{
			"alertname=BatteryReplace instance=HERE device=ups",
			"alertname=ProbeSlow instance=HERE severity=info",
		},
		[]string{
			"alertname=ProbeFailing instance=HERE",
			"alertname=Overload instance=HERE device=ups severity=critical",
			"alertname=BatteryReplace instance=other-HERE device=ups",
		},
	},
	{
		"the same and worse",
		[]string{
			"alertname=LoadHigh instance=HERE device=ups",
			"alertname=PhaseNearOverload instance=HERE device=pdu line=L1",
			"alertname=BankNearOverload instance=HERE device=pdu branch=1",
			"alertname=TemperatureHigh instance=HERE device=pdu sensor=1",
		},
		[]string{
			"alertname=Overload instance=HERE device=ups severity=critical",
			"alertname=PhaseOverload instance=HERE device=pdu line=L1 severity=critical",
			"alertname=PhaseNearOverload instance=HERE device=pdu line=L2",
			"alertname=BankOverload instance=HERE device=pdu branch=1 severity=critical",
			"alertname=BankNearOverload instance=HERE device=pdu branch=2",
			"alertname=TemperatureCritical instance=HERE device=pdu sensor=1 severity=critical",
			"alertname=TemperatureHigh instance=HERE device=pdu sensor=2",
		},
	},
	{
		"Argus itself",
		[]string{
			"alertname=ArgusJobDown job=HERE severity=critical",
			"alertname=ArgusAbsent why=HERE severity=critical",
			"alertname=ArgusStoreErrors instance=HERE",
		},
		[]string{
			"alertname=ArgusDown instance=HERE severity=critical",
			"alertname=ArgusStoreFailing instance=HERE severity=critical",
			"alertname=ArgusWatchdog of=HERE severity=info",
			"alertname=ArgusStoreErrors instance=other-HERE",
		},
	},
}
