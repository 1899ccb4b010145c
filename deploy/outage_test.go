package deploy

import (
	"sync"
	"testing"
	"time"
)

// TestOutage plays power failures in real time, a few seconds for each minute, and holds what people
// are told of them.
func TestOutage(t *testing.T) {
	t.Parallel()
	c := startChain(t, map[string][]string{"home": {"a", "b", "c"}, "attic": {"a"}, "cellar": {"a"}})
	eventually(t, c.prometheus, `argus_device_up == 1`, 5)
	eventually(t, c.prometheus, `ALERTS{alertname="ArgusWatchdog"}`, 1)
	// All that may be said at first has been said, and it is nothing.
	eventually(t, c.prometheus, `ALERTS{alertname!="ArgusWatchdog"}`, 0)

	var all sync.WaitGroup // three at once, however many processors there are
	all.Go(func() { t.Run("a site outage is one message and one resolution", c.siteOutage) })
	all.Go(func() { t.Run("a low battery hides that it is in use", c.lowBattery) })
	all.Go(func() { t.Run("a device that dies on battery stays an alert", c.deathOnBattery) })
	all.Wait()
}

func (c *chain) siteOutage(t *testing.T) {
	c.set("home", "ups.status", "OB DISCHRG", "input.voltage", "0")
	c.expect(t, "home", "oncall firing SiteOnBattery")
	c.hidden(t, "home", "UPSOnBattery", 3)
	c.set("home", "battery.charge", "15")
	c.hidden(t, "home", "UPSChargeLow", 3)
	c.quiet(t, "home", 6*time.Second) // more than a group_interval
	c.set("home", "ups.status", "OL CHRG", "input.voltage", "230")
	c.expect(t, "home", "oncall firing SiteOnBattery", "oncall resolved SiteOnBattery")
	c.quiet(t, "home", 25*time.Second) // more than the longest group_wait, and the group_interval of a team
}

func (c *chain) lowBattery(t *testing.T) {
	c.set("attic", "ups.status", "OB DISCHRG")
	c.expect(t, "attic", "team firing UPSOnBattery")
	c.set("attic", "ups.status", "OB DISCHRG LB")
	c.expect(t, "attic", "team firing UPSOnBattery", "oncall firing UPSLowBattery")
	c.set("attic", "battery.charge", "8", "battery.runtime", "60")
	for _, name := range []string{"UPSOnBattery", "UPSRuntimeLow", "UPSChargeLow"} {
		c.hidden(t, "attic", name, 1)
	}
	c.quiet(t, "attic", 6*time.Second)
	c.set("attic", "ups.status", "OL CHRG")
	c.expect(t, "attic", "team firing UPSOnBattery", "oncall firing UPSLowBattery",
		"oncall resolved UPSLowBattery", "team resolved UPSOnBattery")
}

func (c *chain) deathOnBattery(t *testing.T) {
	c.set("cellar", "ups.status", "OB DISCHRG")
	c.expect(t, "cellar", "team firing UPSOnBattery")
	c.devices["cellar"].Fail("a", "DATA-STALE")
	c.expect(t, "cellar", "team firing UPSOnBattery", "oncall firing DeviceLostOnBattery")
	c.hidden(t, "cellar", "UPSOnBattery", 1)
	c.quiet(t, "cellar", 25*time.Second)
	c.devices["cellar"].Fail("a", "")
	c.set("cellar", "ups.status", "OL")
	c.expect(t, "cellar", "team firing UPSOnBattery", "oncall firing DeviceLostOnBattery",
		"oncall resolved DeviceLostOnBattery", "team resolved UPSOnBattery")
}
