package deploy

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"
)

// rule is what matters here of one.
type rule struct {
	Alert  string            `yaml:"alert"`
	Keep   string            `yaml:"keep_firing_for"`
	Labels map[string]string `yaml:"labels"`
}

// alerts are those of rules/, by name.
func alerts(t *testing.T) map[string]rule {
	t.Helper()
	all := map[string]rule{}
	for name, text := range rules(t) {
		var file struct{ Groups []struct{ Rules []rule } }
		if err := yaml.Unmarshal([]byte(text), &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, group := range file.Groups {
			for _, r := range group.Rules {
				if r.Alert != "" {
					all[r.Alert] = r
				}
			}
		}
	}
	return all
}

type route struct {
	Matchers []string
	Routes   []route
}

type inhibition struct {
	Source []string `yaml:"source_matchers"`
	Target []string `yaml:"target_matchers"`
}

func readAlertmanager(t *testing.T) (top route, hide []inhibition) {
	t.Helper()
	var config struct {
		Route route
		Hide  []inhibition `yaml:"inhibit_rules"`
	}
	if err := yaml.Unmarshal([]byte(read(t, alertmanagerConfig)), &config); err != nil {
		t.Fatal(err)
	}
	return config.Route, config.Hide
}

var byName = regexp.MustCompile(`^alertname=~?"([\w|]+)"$`)

// named are the alerts that matchers name, nil if they go by something else.
func named(matchers []string) []string {
	for _, m := range matchers {
		if found := byName.FindStringSubmatch(m); found != nil {
			return strings.Split(found[1], "|")
		}
	}
	return nil
}

func (r *route) names() (all []string) {
	all = named(r.Matchers)
	for i := range r.Routes {
		all = append(all, r.Routes[i].names()...)
	}
	return all
}

// TestNames holds that the routes and inhibitions name alerts that there are.
func TestNames(t *testing.T) {
	known := alerts(t)
	top, hide := readAlertmanager(t)
	all := top.names()
	for _, h := range hide {
		source, target := named(h.Source), named(h.Target)
		if source == nil {
			t.Errorf("%q hide something, and name no alert", h.Source)
		}
		all = slices.Concat(all, source, target)
	}
	if len(all) < 20 {
		t.Fatalf("only %q are found", all)
	}
	for _, name := range all {
		if known[name].Alert == "" {
			t.Errorf("there is no alert %s", name)
		}
	}
	for _, r := range known {
		if s := r.Labels["severity"]; s != "critical" && s != "warning" && s != "info" {
			t.Errorf("%s has the severity %q, for which there is no route", r.Alert, s)
		}
	}
}

// TestHiddenUntilTheEnd holds that no alert outlasts the one that hides it: it would be told when all is over.
func TestHiddenUntilTheEnd(t *testing.T) {
	known := alerts(t)
	lasts := func(name string) time.Duration {
		if known[name].Keep == "" {
			return 0
		}
		d, err := model.ParseDuration(known[name].Keep)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return time.Duration(d)
	}
	_, hide := readAlertmanager(t)
	for _, h := range hide {
		for _, source := range named(h.Source) {
			for _, target := range named(h.Target) {
				if lasts(target) > lasts(source) {
					t.Errorf("%s goes on for %s after it is over, %s, which hides it, for %s", target, lasts(target), source, lasts(source))
				}
			}
		}
	}
}

// TestMutesFollowRoutes holds that a route by severity that mutes a planned test mutes the outage's alerts of
// that severity: one in a route for another severity would never be reached.
func TestMutesFollowRoutes(t *testing.T) {
	known := alerts(t)
	top, _ := readAlertmanager(t)
	for _, bySeverity := range top.Routes {
		severity := ""
		for _, m := range bySeverity.Matchers {
			if s, found := strings.CutPrefix(m, "severity="); found {
				severity = strings.Trim(s, `"`)
			}
		}
		if severity == "" {
			continue
		}
		for _, name := range bySeverity.names() {
			if got := known[name].Labels["severity"]; got != severity {
				t.Errorf("%s is %s, and never reaches its route below %s", name, got, severity)
			}
		}
	}
}
