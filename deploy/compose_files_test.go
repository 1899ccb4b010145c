package deploy

import (
	"os"
	"path"
	"strings"
	"testing"
)

// inside returns the path here of a file that a service reads.
func inside(s *service, file string) (string, bool) {
	for _, volume := range s.Volumes {
		from, to, _ := strings.Cut(strings.TrimSuffix(volume, ":ro"), ":")
		if rest, below := strings.CutPrefix(file, to); below && strings.HasPrefix(from, ".") && (rest == "" || rest[0] == '/') {
			return path.Join(from, rest), true
		}
	}
	return "", false
}

// TestComposeFiles holds that the files that services are told to read are mounted.
func TestComposeFiles(t *testing.T) {
	c := readCompose(t)
	exists := func(name, file string) {
		t.Helper()
		here, mounted := inside(c.Services[name], file)
		if !mounted {
			t.Errorf("%s reads %s, which is not mounted", name, file)
		} else if _, err := os.Stat(here); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, s := range c.Services {
		for _, argument := range s.Command {
			if file, found := strings.CutPrefix(argument, "--config.file="); found {
				exists(name, file)
			}
		}
	}
	for _, file := range []string{"rules", "targets/nut.yml", "targets/snmp.yml"} {
		exists("prometheus", "/etc/prometheus/"+file)
	}
	exists("alertmanager", "/etc/alertmanager/argus.tmpl")
	environment := c.Services["grafana"].Environment
	exists("grafana", environment["ARGUS_DASHBOARDS"])
	exists("grafana", environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])
	for _, part := range []string{"datasources", "dashboards"} {
		exists("grafana", "/etc/grafana/provisioning/"+part+"/argus.yml")
	}
	for key, want := range map[string]string{
		"PROMETHEUS_URL": "http://prometheus:9090", "ALERTMANAGER_URL": "http://alertmanager:9093",
	} {
		if environment[key] != want {
			t.Errorf("%s is %s, want %s", key, environment[key], want)
		}
	}
}
