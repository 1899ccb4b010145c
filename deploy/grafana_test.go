package deploy

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

type dataSources struct {
	APIVersion  int `yaml:"apiVersion"`
	DataSources []struct {
		Name      string         `yaml:"name"`
		UID       string         `yaml:"uid"`
		Type      string         `yaml:"type"`
		Access    string         `yaml:"access"`
		URL       string         `yaml:"url"`
		IsDefault bool           `yaml:"isDefault"`
		JSONData  map[string]any `yaml:"jsonData"`
	} `yaml:"datasources"`
}

type providers struct {
	APIVersion int `yaml:"apiVersion"`
	Providers  []struct {
		Name                  string `yaml:"name"`
		Folder                string `yaml:"folder"`
		Type                  string `yaml:"type"`
		AllowUIUpdates        bool   `yaml:"allowUiUpdates"`
		DisableDeletion       bool   `yaml:"disableDeletion"`
		UpdateIntervalSeconds int    `yaml:"updateIntervalSeconds"`
		Options               struct {
			Path string `yaml:"path"`
		} `yaml:"options"`
	} `yaml:"providers"`
}

// TestProvisioning holds that Grafana is told of the data sources and of the dashboards, and that
// compose.yaml sets every variable that it is told by.
func TestProvisioning(t *testing.T) {
	var sources dataSources
	strictly(t, "grafana/provisioning/datasources/argus.yml", &sources)
	var dashboards providers
	strictly(t, "grafana/provisioning/dashboards/argus.yml", &dashboards)
	if sources.APIVersion != 1 || dashboards.APIVersion != 1 || len(sources.DataSources) != 2 || len(dashboards.Providers) != 1 {
		t.Fatalf("%+v\n%+v", sources, dashboards)
	}
	if d := sources.DataSources[0]; d.Type != "prometheus" || !d.IsDefault || d.Access != "proxy" {
		t.Errorf("the first data source is %+v", d)
	}
	environment := readCompose(t).Services["grafana"].Environment
	for _, value := range []string{
		sources.DataSources[0].URL, sources.DataSources[1].URL, dashboards.Providers[0].Options.Path,
	} {
		name := regexp.MustCompile(`^\$\{(\w+)\}$`).FindStringSubmatch(value)
		if name == nil || environment[name[1]] == "" {
			t.Errorf("nobody sets %s", value)
		}
	}
}

// TestDashboardFiles holds that what Grafana finds in dashboards/, with all folders below, is dashboards.
func TestDashboardFiles(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("../dashboards", func(name string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".json" {
			return err
		}
		var d struct{ UID, Title string }
		if err := json.Unmarshal([]byte(read(t, name)), &d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d.UID == "" || d.Title == "" || seen[d.UID] {
			t.Errorf("%s is no dashboard of its own: uid %q, title %q", name, d.UID, d.Title)
		}
		seen[d.UID] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, uid := range []string{
		"argus-overview", "argus-ups", "argus-pdu", "argus-environment", "argus-energy", "argus-health",
	} {
		if !seen[uid] {
			t.Errorf("no dashboard %s", uid)
		}
	}
}
