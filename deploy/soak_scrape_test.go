//go:build linux

package deploy

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// running starts work and returns what ends it; the group is done when all of it has ended. It ends before the test does,
// however that ends: nothing complains of a test that is over.
func (s *soak) running(work ...func(context.Context)) (group *sync.WaitGroup, stop func()) {
	ctx, cancel := context.WithCancel(s.t.Context())
	group = new(sync.WaitGroup)
	for _, do := range work {
		group.Go(func() { do(ctx) })
	}
	s.t.Cleanup(func() {
		cancel()
		group.Wait()
	})
	return group, cancel
}

// wait waits, and says whether ctx goes on.
func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// scrapeAll reads all targets again and again, as Prometheus does.
func (s *soak) scrapeAll(ctx context.Context) {
	var all sync.WaitGroup
	for _, target := range s.targets {
		all.Go(func() {
			client := &http.Client{Transport: new(http.Transport)} // one connection each, that stays
			defer client.CloseIdleConnections()
			for more := wait(ctx, rand.N(s.every)); more; {
				began := time.Now()
				target.scrape(client)
				more = wait(ctx, max(0, s.every-time.Since(began)))
			}
		})
	}
	all.Wait()
}

// scrape reads a target once, if Argus is there from the beginning to the end.
func (t *target) scrape(client *http.Client) {
	life := t.s.life.Load()
	if life == 0 {
		return
	}
	began := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), soakTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, t.page, nil)
	if err != nil {
		panic(err)
	}
	request.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", strconv.Itoa(int(soakTimeout.Seconds())))
	code, body := 0, ""
	response, err := client.Do(request)
	if err == nil {
		var text []byte
		text, err = io.ReadAll(response.Body)
		response.Body.Close()
		code, body = response.StatusCode, string(text)
	}
	if err == nil && code == http.StatusOK {
		t.read(body, began)
	}
	if t.s.life.Load() != life {
		return // it was ended meanwhile
	}
	why := ""
	switch {
	case err != nil:
		why = err.Error()
	case code != http.StatusOK:
		why = fmt.Sprintf("%d %s", code, body)
	case !strings.Contains(body, "\nprobe_success 1\n"):
		why = firstOf(body, "argus_probe_error_info{")
	}
	if code >= 500 {
		t.s.complain("%s (%q): answers %s", t.address, t.mode, why)
	}
	t.judge(life, began, time.Since(began), why)
}

func firstOf(body, prefix string) string {
	for line := range strings.Lines(body) {
		if strings.HasPrefix(line, prefix) {
			return strings.TrimSpace(line)
		}
	}
	return "no success in " + body
}

// judge holds that a target that is well is read, at the third scrape after it was not at the latest.
func (t *target) judge(life int64, began time.Time, took time.Duration, why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.tally.scrape(t.mode != "", took, why)
	if t.mode != "" || !t.changed.Before(began) {
		return
	}
	if t.life != life {
		t.life, t.failed, t.settled = life, 0, false
	}
	if why == "" {
		t.failed, t.settled, t.at, t.good = 0, true, began, t.good+1
		t.s.tally.well(took)
		return
	}
	if t.s.stalls.during(began, time.Now()) {
		t.s.tally.excuse()
		return
	}
	t.failed++
	if t.settled || t.failed > soakRetries {
		t.s.complain("%s %s is well and fails for the %d. time after %s: %s", t.kind, t.address, t.failed, took, why)
	}
}

// read holds that nothing that is counted is ever lower than it was.
func (t *target) read(body string, began time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for line := range strings.Lines(body) {
		name, _, _ := strings.Cut(line, "{")
		switch name {
		case "argus_status":
			if strings.Contains(line, `"on_battery"`) {
				t.battery = strings.HasSuffix(line, " 1\n")
			}
			continue
		case "argus_energy_joules_total", "argus_energy_gap_seconds_total", "argus_on_battery_seconds_total", "argus_events_total":
		default:
			continue
		}
		at := strings.LastIndexByte(line, ' ')
		value, err := strconv.ParseFloat(strings.TrimSpace(line[at+1:]), 64)
		if series := line[:at]; err != nil || value < t.highest[series] {
			t.s.complain("%s: %g before, and now %s (%v)", t.address, t.highest[series], line, err)
		} else {
			t.highest[series] = value
		}
		if t.first.IsZero() && name == "argus_energy_joules_total" {
			t.first = began
		}
	}
}
