package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
)

// The history: months of energy by the hour, days of it closer, a day of everything, hours of that by the minute.
const (
	months   = 85 * 24 * time.Hour
	days     = 7 * 24 * time.Hour
	whole    = 26 * time.Hour
	fine     = 6*time.Hour + 30*time.Minute
	hourly   = 2 * time.Hour
	coarse   = 4 * time.Minute
	minutely = time.Minute
)

// scraped is what is read at each step, and the labels that Prometheus would add.
type scraped struct {
	url, labels string
	site        *site
}

// recorder writes what Argus answers, with times of the past.
type recorder struct {
	out     *bufio.Writer
	targets []scraped
	memory  map[string]*memory
}

// record steps the devices through the past and writes what a Prometheus would have scraped. What Argus
// remembers of them it cannot have counted in the past: events and energy are counted here, by what it reads.
func record(ctx context.Context, s settings, dir, file string) error {
	sites, err := newSites()
	if err != nil {
		return err
	}
	config := filepath.Join(dir, "argus.yml")
	if err := os.WriteFile(config, []byte("targets: {allow: [\"127.0.0.1:*\"]}\n"), 0o600); err != nil {
		return err
	}
	address, err := demo.FreeAddress(ctx)
	if err != nil {
		return err
	}
	argus, err := demo.Start(ctx, address, "/-/ready", s.argus, "--config.file="+config,
		"--web.listen-address="+address, "--storage.path="+filepath.Join(dir, "argus.db"))
	if err != nil {
		return err
	}
	defer argus.Stop()
	out, err := os.Create(file) //nolint:gosec // a file of our own
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	r := &recorder{out: bufio.NewWriterSize(out, 1<<20), memory: map[string]*memory{}}
	for _, site := range sites {
		defer site.devices.Close()
		r.add(argus.URL, site)
	}
	r.targets = append(r.targets, scraped{url: argus.URL + "/metrics", labels: `job="argus",instance="argus.lan:10493"`})
	now := time.Now().Truncate(minutely)
	for ago := months; ago >= 0; {
		for _, site := range sites {
			site.devices.Step(site.at(ago))
		}
		if err := r.step(ctx, now.Add(-ago), ago); err != nil {
			return err
		}
		switch {
		case ago > days:
			ago -= hourly
		case ago > fine:
			ago -= coarse
		default:
			ago -= minutely
		}
	}
	fmt.Fprintln(r.out, "# EOF")
	return r.out.Flush()
}

func (r *recorder) add(argus string, s *site) {
	for _, t := range []struct{ job, module, address, instance string }{
		{"nut", "nut", s.devices.NUT.Server().Addr(), "nut." + s.name + ".lan"},
		{"snmp", "snmp", s.devices.UPS.Agent().Addr(), "ups-a." + s.name + ".lan"},
		{"snmp", "snmp", s.devices.PDU.Agent().Addr(), "pdu-7." + s.name + ".lan"},
	} {
		role := `,role="it"`
		if t.job == "nut" {
			role = `,role="facility"`
		}
		r.targets = append(r.targets, scraped{
			argus + "/probe?module=" + t.module + "&target=" + t.address,
			fmt.Sprintf(`job=%q,site=%q,instance=%q%s`, t.job, s.name, t.instance, role), s,
		})
	}
}

// step writes one scrape of everything.
func (r *recorder) step(ctx context.Context, at time.Time, ago time.Duration) error {
	for _, t := range r.targets {
		if t.site == nil && ago > whole {
			continue
		}
		body, err := get(ctx, t.url)
		if err != nil {
			return err
		}
		n := 0
		for line := range strings.Lines(body) {
			if line[0] == '#' {
				continue
			}
			n++
			r.sample(t, strings.TrimSuffix(line, "\n"), at, ago)
		}
		fmt.Fprintf(r.out, "up{%s} 1 %d\nscrape_samples_scraped{%s} %d %d\n", t.labels, at.Unix(), t.labels, n, at.Unix())
		r.remember(t, at)
	}
	return nil
}

// sample writes a line with the labels that Prometheus would add. Of the far past only power is kept.
func (r *recorder) sample(t scraped, line string, at time.Time, ago time.Duration) {
	end := strings.LastIndexByte(line, ' ')
	series, value := line[:end], line[end+1:]
	name, labels, _ := strings.Cut(strings.TrimSuffix(series, "}"), "{")
	if ago > whole && !strings.HasPrefix(name, "argus_power") && name != "argus_device_up" && name != "argus_status" {
		return
	}
	for _, own := range []string{"argus_energy_", "argus_event", "argus_on_battery_seconds"} {
		if strings.HasPrefix(name, own) {
			return // counted by remember
		}
	}
	switch name { // Argus has run for a minute and not for days
	case "argus_store_last_commit_timestamp_seconds":
		value = strconv.FormatInt(at.Unix()-12, 10)
	case "argus_store_oldest_event_timestamp_seconds":
		value = strconv.FormatInt(at.Add(ago-months).Unix(), 10)
	}
	if labels != "" {
		labels += ","
	}
	fmt.Fprintf(r.out, "%s{%s%s} %s %d\n", name, labels, t.labels, value, at.Unix())
	r.note(t, name, labels, value)
}

func get(ctx context.Context, url string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}
