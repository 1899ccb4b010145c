package deploy

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// compose is what compose.yaml uses of the specification; any other key is a mistake.
type compose struct {
	Name     string              `yaml:"name"`
	Hardened hardened            `yaml:"x-hardened"`
	Services map[string]*service `yaml:"services"`
	Volumes  map[string]struct{} `yaml:"volumes"`
}

type hardened struct {
	Restart     string   `yaml:"restart"`
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
}

type service struct {
	hardened `yaml:",inline"`

	Build *struct {
		Context    string `yaml:"context"`
		Dockerfile string `yaml:"dockerfile"`
	} `yaml:"build"`
	Image       string                                `yaml:"image"`
	User        string                                `yaml:"user"`
	Command     []string                              `yaml:"command"`
	Environment map[string]string                     `yaml:"environment"`
	Ports       []string                              `yaml:"ports"`
	Volumes     []string                              `yaml:"volumes"`
	Tmpfs       []string                              `yaml:"tmpfs"`
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Healthcheck *struct {
		Test        []string `yaml:"test"`
		Interval    string   `yaml:"interval"`
		Timeout     string   `yaml:"timeout"`
		StartPeriod string   `yaml:"start_period"`
	} `yaml:"healthcheck"`
}

// strictly decodes YAML in which nothing may be unknown.
func strictly(t *testing.T, file string, into any) {
	t.Helper()
	decoder := yaml.NewDecoder(strings.NewReader(read(t, file)))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func readCompose(t *testing.T) *compose {
	t.Helper()
	c := &compose{}
	strictly(t, "compose.yaml", c)
	return c
}

// TestCompose holds the services to what is promised of them.
func TestCompose(t *testing.T) {
	c := readCompose(t)
	for _, name := range []string{"argus", "prometheus", "alertmanager", "grafana"} {
		if c.Services[name] == nil {
			t.Errorf("no service %s", name)
		}
	}
	pinned := regexp.MustCompile(`^[a-z]+/[a-z]+:v?\d+\.\d+\.\d+$`)
	for name, s := range c.Services {
		switch {
		case !pinned.MatchString(s.Image) && s.Build == nil:
			t.Errorf("%s: the image %s is not pinned", name, s.Image)
		case s.User == "" || strings.HasPrefix(s.User, "0") || s.User == "root":
			t.Errorf("%s runs as %q", name, s.User)
		case !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || len(s.SecurityOpt) != 1:
			t.Errorf("%s is not hardened", name)
		case s.Healthcheck == nil || len(s.Healthcheck.Test) < 2 || s.Healthcheck.Test[0] != "CMD":
			t.Errorf("%s has no health check", name)
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to everybody", name, port)
			}
		}
		for other, how := range s.DependsOn {
			if c.Services[other] == nil || how.Condition != "service_healthy" {
				t.Errorf("%s waits for %s, %s", name, other, how.Condition)
			}
		}
		checkVolumes(t, c, name, s)
	}
}

// checkVolumes holds that what is mounted is there.
func checkVolumes(t *testing.T, c *compose, name string, s *service) {
	t.Helper()
	for _, volume := range s.Volumes {
		from, to, _ := strings.Cut(volume, ":")
		if !strings.HasPrefix(from, ".") {
			if _, known := c.Volumes[from]; !known {
				t.Errorf("%s: no volume %s", name, from)
			}
			continue
		}
		if _, err := os.Stat(from); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.HasSuffix(to, ":ro") {
			t.Errorf("%s can write to %s", name, from)
		}
	}
	if s.Build != nil {
		if _, err := os.Stat(path.Join(s.Build.Context, s.Build.Dockerfile)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBuildContext holds that no secret and no data of this host gets into a build.
func TestBuildContext(t *testing.T) {
	lines := strings.Split(read(t, "Containerfile.dockerignore"), "\n")
	for _, want := range []string{".git", ".tools", "data", "deploy/alertmanager/secrets"} {
		if !slices.Contains(lines, want) {
			t.Errorf("%s would be a part of it", want)
		}
	}
}
