package deploy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
	"github.com/argus-power/argus/nut/nuttest"
)

// eventLines returns what Argus logs of a mains failure at a site, in a format.
func eventLines(t *testing.T, format string) []string {
	t.Helper()
	devices := nuttest.Start(t, nuttest.Device{Name: "ups", Vars: wellUPS()})
	file := filepath.Join(t.TempDir(), "argus.yml")
	write(t, file, fmt.Sprintf("targets: {allow: ['127.0.0.1:*']}\ndevices:\n  - {target: %q, labels: {site: home}}\n",
		devices.Addr()))
	address, log := free(t), &bytes.Buffer{} // read when Argus has ended
	p, err := local.Start(context.Background(), log, nil, program(t), "--config.file="+file, "--log.format="+format,
		"--web.listen-address="+address, "--storage.path=")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := p.Ready(ctx, "http://"+address+"/-/ready"); err != nil {
		t.Fatal(err)
	}
	for _, status := range []string{"OL", "OB DISCHRG", "OL"} {
		devices.Set("ups", "ups.status", status)
		probe(t, address, devices.Addr())
	}
	p.Stop()
	var lines []string
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, "power event") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// pairs reads a line of logfmt.
func pairs(line string) map[string]string {
	all := map[string]string{}
	for _, p := range regexp.MustCompile(`([\w.]+)=("(?:[^"\\]|\\.)*"|\S*)`).FindAllStringSubmatch(line, -1) {
		value := p[2]
		if strings.HasPrefix(value, `"`) {
			_ = json.Unmarshal([]byte(value), &value)
		}
		all[p[1]] = value
	}
	return all
}

// flat reads a line of JSON, with "labels.site" for what is further in.
func flat(t *testing.T, line string) map[string]string {
	t.Helper()
	all := map[string]string{}
	var into func(prefix string, m map[string]any)
	into = func(prefix string, m map[string]any) {
		for key, value := range m {
			if inner, is := value.(map[string]any); is {
				into(prefix+key+".", inner)
				continue
			}
			all[prefix+key] = fmt.Sprint(value)
		}
	}
	var m map[string]any
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	into("", m)
	return all
}

// TestLoki holds what the pipeline makes of lines that Argus wrote, in both formats.
func TestLoki(t *testing.T) {
	t.Parallel()
	var config promtail
	strictly(t, "loki/promtail.yml", &config)
	stages := config.ScrapeConfigs[0].Stages
	for format, selector := range map[string]string{"logfmt": "!~", "json": "|~"} {
		t.Run(format, func(t *testing.T) {
			lines := eventLines(t, format)
			if len(lines) != 3 {
				t.Fatalf("%d lines: %q", len(lines), lines)
			}
			for i, event := range []string{"first_seen", "on_battery", "on_battery_ended"} {
				var fields map[string]string
				if format == "json" {
					fields = flat(t, lines[i])
				} else {
					fields = pairs(lines[i])
				}
				labels, metadata, at := picked(stages, selector, fields)
				if _, err := time.Parse(time.RFC3339Nano, at); err != nil {
					t.Errorf("the time: %v", err)
				}
				level := []string{"INFO", "WARN", "INFO"}[i]
				want := map[string]string{"event": event, "site": "home", "level": level}
				if !maps.Equal(labels, want) {
					t.Errorf("%s has the labels %v, want %v", lines[i], labels, want)
				}
				if metadata["device"] != "ups" || metadata["target"] == "" || i == 2 && metadata["duration_seconds"] == "" {
					t.Errorf("%s goes with %v", lines[i], metadata)
				}
			}
		})
	}
}

// TestAlloy holds that Alloy picks the same as Promtail, whose language is the older one.
func TestAlloy(t *testing.T) {
	var config promtail
	strictly(t, "loki/promtail.yml", &config)
	text := read(t, "loki/alloy.config")
	for name, want := range map[string]map[string]string{
		"stage.logfmt":              config.ScrapeConfigs[0].Stages[0].Match.Stages[0].Logfmt.Mapping,
		"stage.json":                config.ScrapeConfigs[0].Stages[1].Match.Stages[0].JSON.Expressions,
		"stage.labels":              config.ScrapeConfigs[0].Stages[3].Labels,
		"stage.structured_metadata": config.ScrapeConfigs[0].Stages[4].Metadata,
	} {
		_, block, found := strings.Cut(text, name+" {")
		if !found {
			t.Fatalf("no %s", name)
		}
		block, _, _ = strings.Cut(block, "}")
		got := map[string]string{}
		for _, match := range regexp.MustCompile(`"(\w+)"\s*=\s*"([\w.]*)"`).FindAllStringSubmatch(block, -1) {
			got[match[1]] = match[2]
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	for _, s := range config.ScrapeConfigs[0].Stages[:2] {
		if !strings.Contains(text, "selector = "+strings.ReplaceAll(fmt.Sprintf("%q", s.Match.Selector), `\\`, `\`)) {
			t.Errorf("no selector %s", s.Match.Selector)
		}
	}
	streams := slices.Sorted(maps.Keys(config.ScrapeConfigs[0].Stages[3].Labels))
	if !slices.Equal(streams, []string{"event", "level", "site"}) {
		t.Errorf("the labels of streams are %v: what has many values must not be one", streams)
	}
}
