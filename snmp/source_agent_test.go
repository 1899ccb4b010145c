package snmp_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// noon is the time of all agents here. It stands still, and so does their uptime: what
// is read of an agent is always the same.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A card is a simulated agent and a source that reads it.
type card struct {
	*snmp.Source
	agent *snmptest.Agent
	now   time.Time // for the source alone
}

// startAgent serves a fixture.
func startAgent(tb testing.TB, fixture string) *snmptest.Agent {
	tb.Helper()
	a := snmptest.Start(tb, snmptest.Fixture(tb, fixture))
	a.Clock(func() time.Time { return noon })
	return a
}

func newCard(a *snmptest.Agent, s *snmp.Set) *card {
	c := &card{agent: a, now: noon}
	c.Source = &snmp.Source{Address: a.Addr(), Set: s, Now: func() time.Time { return c.now }}
	return c
}

// setOf is the modules of one name.
func setOf(tb testing.TB, c *config.Config, name string) *snmp.Set {
	tb.Helper()
	m, ok := c.Module(name)
	if !ok {
		tb.Fatalf("no module %s", name)
	}
	return m.SNMP()
}

// patient are options for an agent that answers: that it is slow is the machine's fault.
func patient() snmp.Options { return snmp.Options{RequestTimeout: 10 * time.Second} }

// hasty are options for an agent that may be silent.
func hasty() snmp.Options { return snmp.Options{RequestTimeout: 15 * time.Millisecond, Retries: 1} }

// after lets some time pass and reads. No time at all is no limit.
func (c *card) after(t testing.TB, d, limit time.Duration) ([]power.Snapshot, error) {
	t.Helper()
	c.now = c.now.Add(d)
	ctx := t.Context()
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	return c.Read(ctx)
}

// whole reads an agent that does well.
func (c *card) whole(t testing.TB, d time.Duration) map[string]string {
	t.Helper()
	list, err := c.after(t, d, 0)
	if err != nil {
		t.Fatalf("%s: %v", c.Address, err)
	}
	for _, s := range list {
		if s.Err != nil {
			t.Errorf("device %s is not whole: %v", s.Device, s.Err)
		}
	}
	return toldBy(list)
}

// toldBy lists what snapshots tell: values, and which states hold and which do not. Power
// that was come by in another way is another thing.
func toldBy(list []power.Snapshot) map[string]string {
	told := map[string]string{}
	for _, s := range list {
		method := ""
		for _, r := range s.Readings {
			if r.Quantity == power.PowerInfo {
				method = r.Place[0]
			}
		}
		for _, r := range s.Readings {
			if r.Quantity == power.Power {
				r.Place[0] = method
			}
			told[fmt.Sprintf("%s %s{%s}", s.Device, r.Quantity.Name(), strings.Join(r.Place[:], ","))] = fmt.Sprint(r.Value)
		}
		for _, state := range s.Status.Reportable.List() {
			told[s.Device+" state "+state.String()] = strconv.FormatBool(s.Status.Active.Has(state))
		}
		for field, text := range map[string]string{
			"type": s.Info.Type, "manufacturer": s.Info.Manufacturer, "model": s.Info.Model, "serial": s.Info.Serial,
		} {
			if text != "" {
				told[s.Device+" "+field] = text
			}
		}
	}
	return told
}

// compare lists what is told otherwise than it should be, and what is not told. Where
// measured power is missing there may be derived power, which says so; where a name is
// missing, another one.
func compare(want, got map[string]string) (wrong, missing []string) {
	for key, value := range got {
		_, known := want[key]
		if want[key] != value && (known || !strings.Contains(key, " power_") && !strings.Contains(key, "_info{")) {
			wrong = append(wrong, fmt.Sprintf("%s is %s and not %q", key, value, want[key]))
		}
	}
	for key := range want {
		if _, ok := got[key]; !ok {
			missing = append(missing, key)
		}
	}
	slices.Sort(wrong)
	slices.Sort(missing)
	return wrong, missing
}

// some shortens a list for a message.
func some(list []string) string {
	const most = 5
	if len(list) > most {
		return fmt.Sprintf("%q and %d more", list[:most], len(list)-most)
	}
	return fmt.Sprintf("%q", list)
}
