package deploy

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestStorm plays what is worse than an outage: forty UPSes on battery at once that come back one after
// another, and one that goes to battery again and again.
func TestStorm(t *testing.T) {
	t.Parallel()
	var forty []string
	for i := range 40 {
		forty = append(forty, fmt.Sprintf("u%02d", i))
	}
	c := startChain(t, map[string][]string{"hall": forty, "hut": {"a"}})
	eventually(t, c.prometheus, `argus_device_up == 1`, 41)

	var all sync.WaitGroup
	all.Go(func() {
		t.Run("forty UPSes are one message and one resolution", func(t *testing.T) { c.forty(t, forty) })
	})
	all.Go(func() { t.Run("one that flaps is one message", c.flapping) })
	all.Wait()
}

func (c *chain) forty(t *testing.T, names []string) {
	server := c.devices["hall"]
	for _, name := range names {
		server.Set(name, "ups.status", "OB DISCHRG")
	}
	c.expect(t, "hall", "oncall firing SiteOnBattery")
	c.hidden(t, "hall", "UPSOnBattery", len(names))
	for i, name := range names {
		if i == 30 { // ten of forty are no site outage any more, but are known to be in one
			c.quiet(t, "hall", 25*time.Second) // more than the group_interval of a team
		}
		server.Set(name, "ups.status", "OL CHRG")
		time.Sleep(100 * time.Millisecond)
	}
	c.expect(t, "hall", "oncall firing SiteOnBattery", "oncall resolved SiteOnBattery")
	for _, line := range c.about("hall") {
		if strings.HasPrefix(line, "team") {
			t.Errorf("the team is told %s", line)
		}
	}
}

func (c *chain) flapping(t *testing.T) {
	for range 5 { // half a minute each, by the clock of the rules
		c.set("hut", "ups.status", "OB DISCHRG")
		time.Sleep(2 * time.Second)
		c.set("hut", "ups.status", "OL CHRG")
		time.Sleep(2 * time.Second)
	}
	const once = "team firing RepeatedTransfers"
	until(t, once, func() (bool, any) { got := c.about("hut"); return slices.Contains(got, once), got })
	time.Sleep(6 * time.Second) // more than the group_interval of a team
	told := slices.DeleteFunc(c.about("hut"), func(line string) bool { return strings.HasPrefix(line, "mail") })
	if !slices.Equal(told, []string{once}) {
		t.Errorf("told but for the mail: %q", told)
	}
}
