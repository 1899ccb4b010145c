package deploy

import (
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
	"github.com/argus-power/argus/nut/nuttest"
)

// A chain is everything from devices to messages: simulated UPSes, Argus, Prometheus and Alertmanager as
// deploy/ and rules/ have them, only faster, and somebody who is told.
type chain struct {
	devices      map[string]*nuttest.Server // of each site
	prometheus   string
	alertmanager string

	mu   sync.Mutex
	told []local.Notification
}

// startChain has sites, each with a NUT server that has some UPSes.
func startChain(t *testing.T, sites map[string][]string) *chain {
	t.Helper()
	path := tool(t, local.Prometheus)
	c := &chain{devices: map[string]*nuttest.Server{}}
	var targets strings.Builder
	for site, names := range sites {
		server := nuttest.Start(t)
		for _, name := range names {
			server.Add(nuttest.Device{Name: name, Vars: wellUPS()})
		}
		c.devices[site] = server
		fmt.Fprintf(&targets, "- targets: [%q]\n  labels: {site: %s}\n", server.Addr(), site)
	}
	receiver := httptest.NewServer(local.Receiver(func(n local.Notification) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.told = append(c.told, n)
	}))
	t.Cleanup(receiver.Close)
	c.alertmanager = alertmanager(t, receiver.URL, func(text string) string {
		return strings.Replace(faster(text), "active_time_intervals: [office-hours]", "", 1) // whatever the time is
	})
	address := argus(t, "")

	dir := layOut(t)
	for name, text := range rules(t) {
		write(t, filepath.Join(dir, "rules", name), faster(text))
	}
	write(t, filepath.Join(dir, "targets", "nut.yml"), targets.String())
	file := filepath.Join(dir, "prometheus.yml")
	write(t, file, local.Here(faster(read(t, file)), address, strings.TrimPrefix(c.alertmanager, "http://")))
	listen := free(t)
	c.prometheus = "http://" + listen
	launch(t, c.prometheus+"/-/ready", path, "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+listen, "--query.lookback-delta=20s", "--rules.alert.resend-delay=4s")
	return c
}

// wellUPS has nothing that anybody would have to be told.
func wellUPS() map[string]string {
	return map[string]string{
		"device.type": "ups", "device.mfr": "Argus", "device.model": "Test 1000", "ups.status": "OL",
		"ups.load": "30", "ups.realpower.nominal": "900", "battery.charge": "100", "battery.charge.low": "10",
		"battery.runtime": "1800", "battery.runtime.low": "120", "input.voltage": "230", "input.voltage.nominal": "230",
	}
}

// about returns the messages that a site caused, one line each: receiver, status, and the alerts.
func (c *chain) about(site string) (lines []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.told {
		var names []string
		for i := range n.Alerts {
			if n.Alerts[i].Labels["site"] == site {
				names = append(names, n.Alerts[i].Name())
			}
		}
		if slices.Sort(names); len(names) > 0 {
			lines = append(lines, n.Receiver+" "+n.Status+" "+strings.Join(names, "+"))
		}
	}
	return lines
}

// expect waits until a site has caused exactly these messages, in this order.
func (c *chain) expect(t *testing.T, site string, want ...string) {
	t.Helper()
	until(t, fmt.Sprintf("the messages %q", want), func() (bool, any) {
		got := c.about(site)
		if len(got) > len(want) || !slices.Equal(got, want[:len(got)]) {
			t.Fatalf("%s: the messages are %q, want %q", site, got, want)
		}
		return len(got) == len(want), got
	})
}

// quiet holds that nothing more is told for a time, of which Alertmanager would have made use.
func (c *chain) quiet(t *testing.T, site string, d time.Duration) {
	t.Helper()
	before := c.about(site)
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if got := c.about(site); len(got) != len(before) {
			t.Fatalf("%s: after %q came %q", site, before, got[len(before):])
		}
	}
}

// hidden waits until an alert of so many devices of a site fires and is held back.
func (c *chain) hidden(t *testing.T, site, name string, n int) {
	t.Helper()
	until(t, name+" is held back", func() (bool, any) {
		var list []held
		if err := get(c.alertmanager+"/api/v2/alerts", &list); err != nil {
			return false, err
		}
		count := 0
		for _, a := range list {
			if a.Labels["site"] == site && a.Labels["alertname"] == name && len(a.Status.InhibitedBy) > 0 {
				count++
			}
		}
		return count == n, list
	})
}

// set changes a variable of all UPSes of a site.
func (c *chain) set(site string, pairs ...string) {
	server := c.devices[site]
	for _, name := range []string{"a", "b", "c"} {
		if server.Vars(name) != nil {
			for i := 0; i < len(pairs); i += 2 {
				server.Set(name, pairs[i], pairs[i+1])
			}
		}
	}
}
