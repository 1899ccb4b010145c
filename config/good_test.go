package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// good parses files of testdata/good on top of the built-in modules.
func good(t *testing.T, names ...string) *Config {
	t.Helper()
	for i, name := range names {
		names[i] = filepath.Join("testdata", "good", name)
	}
	files, err := ReadFiles(names...)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, files...)
}

func parse(t *testing.T, files ...File) *Config {
	t.Helper()
	c, err := Parse(append([]File{builtIn}, files...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// told lists what a module makes of variables.
func told(t *testing.T, c *Config, module string, vars ...nut.Var) []string {
	t.Helper()
	m, ok := c.Module(module)
	if !ok {
		t.Fatalf("no module %s among %q", module, c.ModuleNames())
	}
	s := m.NUT().Snapshots(nut.Device{UPS: nut.UPS{Name: "ups"}, Vars: vars}, time.Unix(0, 0), nil)[0]
	var list []string
	for _, r := range s.Readings {
		place := strings.TrimRight(strings.Join(r.Place[:], ","), ",")
		list = append(list, r.Quantity.Name()+"{"+place+"}")
	}
	if len(s.Raw) > 0 {
		list = append(list, "raw")
	}
	return append(list, s.Info.Model)
}

var someVars = []nut.Var{
	{Name: "battery.charge", Value: "94"},
	{Name: "ups.model", Value: "M"},
	{Name: "ups.product", Value: "P"},
	{Name: "outlet.1.status", Value: "ON"},
	{Name: "rack.2.temp", Value: "215"},
}

// TestGoodFiles holds that every good file is good by itself.
func TestGoodFiles(t *testing.T) {
	names, err := filepath.Glob("testdata/good/*.yml")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) { good(t, filepath.Base(name)) })
	}
}

func TestModules(t *testing.T) {
	charge := "battery_charge_ratio{}"
	for _, test := range []struct {
		name    string
		files   []string
		module  string
		timeout time.Duration
		want    []string
	}{
		{"built in", nil, "nut", 7 * time.Second, []string{charge, "M"}},
		{"empty file", []string{"empty.yml"}, "nut", 7 * time.Second, []string{charge, "M"}},
		{"empty sections", []string{"empty-sections.yml"}, "nut", 7 * time.Second, []string{charge, "M"}},
		{
			"replaced by itself and more",
			[]string{"replaced-built-in.yml"},
			"nut", 7 * time.Second,
			[]string{charge, "raw", "M"},
		},
		{
			"replaced twice",
			[]string{"replaced-built-in.yml", "replaced-built-in.yml"},
			"nut",
			7 * time.Second,
			[]string{charge, "raw", "M"},
		},
		{
			"extends what extends",
			[]string{"own-module.yml"},
			"base", 1500 * time.Millisecond,
			[]string{"outlet_on{1}", charge, "raw", "P"},
		},
		{
			"own rows first",
			[]string{"own-module.yml"},
			"mine", 1500 * time.Millisecond,
			[]string{"sensor_temperature_celsius{2}", "outlet_on{1}", charge, "raw", "P"},
		},
		{
			"raw taken back",
			[]string{"own-module.yml"},
			"quiet", 1500 * time.Millisecond,
			[]string{"sensor_temperature_celsius{2}", "outlet_on{1}", charge, "P"},
		},
		{
			"extends the replaced one",
			[]string{"replaced-built-in.yml", "own-module.yml"},
			"quiet",
			1500 * time.Millisecond,
			[]string{"sensor_temperature_celsius{2}", "outlet_on{1}", charge, "P"},
		},
		{
			"without a timeout",
			[]string{"words.yml"},
			"words", 10 * time.Second,
			[]string{charge, "outlet_on{1}", ""},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := good(t, slices.Clone(test.files)...)
			if got := told(t, c, test.module, someVars...); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			m, _ := c.Module(test.module)
			if m.Name != test.module || m.Protocol != "nut" || m.Timeout != test.timeout {
				t.Errorf("%s: protocol %s, timeout %s, want %s", m.Name, m.Protocol, m.Timeout, test.timeout)
			}
		})
	}
}

func TestModuleNames(t *testing.T) {
	c := good(t, "own-module.yml")
	if got := c.ModuleNames(); !slices.Equal(got, []string{"base", "mine", "nut", "quiet"}) {
		t.Errorf("modules %q", got)
	}
	if m, ok := c.Module("none"); ok || m != nil {
		t.Error("a module of no such name was found")
	}
}

// TestWordsAsWritten holds that "no" is a word and 0x10 no number.
func TestWordsAsWritten(t *testing.T) {
	c := good(t, "words.yml")
	for value, ok := range map[string]bool{
		"no": false, "NO": false, "~": false, "0x10": false, "10": false, "-1": false, "95": true,
		"16": true,
	} {
		got := told(t, c, "words", nut.Var{Name: "battery.charge", Value: value})
		if (len(got) == 2) != ok {
			t.Errorf("battery.charge %q: got %q, want a reading: %t", value, got, ok)
		}
	}
	for value, ok := range map[string]bool{
		"yes": true, "NO": true, "off": true, "true": false, "1": false,
	} {
		got := told(t, c, "words", nut.Var{Name: "outlet.1.status", Value: value})
		if (len(got) == 2) != ok {
			t.Errorf("outlet.1.status %q: got %q, want a reading: %t", value, got, ok)
		}
	}
	if a := c.auths[0]; a.Username != "yes" || a.Password.reveal() != "0123" {
		t.Errorf("user %q, password %q", a.Username, a.Password.reveal())
	}
}

func TestAuthFor(t *testing.T) {
	c := good(t, "auths.yml")
	for target, want := range map[string]string{
		"nas.lan": "exact", "ups@NAS.lan": "exact", "nas.lan:3494": "", "10.0.0.7": "exact",
		"10.0.0.7:3494": "", "::ffff:10.0.0.7": "exact", "a.ups.lan": "globs", "a.b.ups.lan": "globs",
		"ups.lan": "everybody", "evil-ups.lan": "everybody", "a.ups.lan.evil.org": "everybody",
		"rack-7:3499": "globs", "rack-7:3500": "", "10.9.9.9": "networks", "11.0.0.1": "everybody",
		"fd00:20::5": "networks", "[fd00:20::5]:3493": "networks", "[fd00:21::1]:3500": "networks",
		"fd00:21::1": "everybody", "[fd00:21::2]:3500": "", "10.evil.org": "everybody",
	} {
		t.Run(target, func(t *testing.T) {
			parsed, err := ParseTarget(target, NUT)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if a := c.authFor(parsed); a != nil {
				got = a.Name
			}
			if got != want {
				t.Errorf("auth %q, want %q", got, want)
			}
		})
	}
}

// TestOwnPort holds that a pattern without ports means those of the protocol.
func TestOwnPort(t *testing.T) {
	c := good(t, "snmp-auths.yml", "targets.yml")
	for port, want := range map[uint16]bool{snmpPort: true, nutPort: false} {
		target := Target{Protocol: SNMP, Host: "10.0.0.7", Port: port}
		if a := c.authFor(target); (a != nil) != want {
			t.Errorf("auth at port %d: %v, want one: %t", port, a, want)
		}
		if err := c.policy.admits(target, nil); (err == nil) != want {
			t.Errorf("port %d: %v, want admission: %t", port, err, want)
		}
	}
}

func TestAuthOptions(t *testing.T) {
	c := good(t, "auths.yml")
	for i, want := range []struct {
		username, password string
		plaintext, tls     bool
	}{
		{"exact", "one", false, true},
		{"globs", "two", true, false},
		{"networks", "from-a-file", false, true},
		{"", "", false, true},
	} {
		o := c.auths[i].options()
		if o.Username != want.username || o.Password != want.password ||
			o.AllowPlaintextPassword != want.plaintext || (o.TLS != nil) != want.tls {
			t.Errorf("auth %s: %v, want %v", c.auths[i].Name, o, want)
		}
	}
	if name := c.auths[0].options().TLS.ServerName; name != "nas.example.org" {
		t.Errorf("server name %q", name)
	}
	if !c.auths[3].options().TLS.InsecureSkipVerify {
		t.Error("insecure_skip_verify got lost")
	}
}

func TestRatingFor(t *testing.T) {
	c := good(t, "devices.yml")
	for _, test := range []struct {
		target, device string
		want           power.Ratings
	}{
		{"nas.lan", "ups", power.Ratings{Watts: 600, PowerFactor: 0.7}},
		{"ups@nas.lan", "UPS", power.Ratings{Watts: 600, PowerFactor: 0.7}},
		{"nas.lan", "other", power.Ratings{Watts: 500, PowerFactor: 0.7}},
		{"nas.lan", "backup", power.Ratings{Watts: 500, VoltAmperes: 1500, PowerFactor: 0.7}},
		{"nas.lan:3494", "ups", power.Ratings{}},
		{"b.lan", "backup", power.Ratings{VoltAmperes: 1500}},
		{"b.lan", "ups", power.Ratings{}},
		{"10.0.0.1:3500", "ups", power.Ratings{PowerFactor: 0.9}},
		{"10.0.0.1", "ups", power.Ratings{PowerFactor: 0.6}},
		{"10.0.0.1:3501", "ups", power.Ratings{}},
	} {
		parsed, err := ParseTarget(test.target, NUT)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.stated(parsed).of(test.device); got != test.want {
			t.Errorf("%s of %s: %+v, want %+v", test.device, test.target, got, test.want)
		}
	}
}

// TestEffective holds that the configuration in use is printed as YAML, whole.
func TestEffective(t *testing.T) {
	c := good(t, "own-module.yml", "auths.yml", "devices.yml", "targets.yml")
	var got struct {
		Modules map[string]struct {
			Protocol string
			Timeout  time.Duration
			Raw      bool
		}
		Targets struct{ Allow []string }
		Auths   map[string]struct {
			Targets            []string
			Username, Password string
		}
		Devices []map[string]any
	}
	if err := yaml.Unmarshal([]byte(c.Effective()), &got); err != nil {
		t.Fatalf("%v in\n%s", err, c.Effective())
	}
	m := got.Modules["mine"]
	if len(got.Modules) != 4 || !m.Raw || m.Timeout != 1500*time.Millisecond {
		t.Errorf("modules %+v", got.Modules)
	}
	if len(got.Targets.Allow) != 7 || got.Targets.Allow[3] != "nas.lan:*" {
		t.Errorf("targets %q", got.Targets.Allow)
	}
	if a := got.Auths["exact"]; len(got.Auths) != 4 || a.Username != "exact" || a.Password != hidden ||
		!slices.Equal(a.Targets, []string{"nas.lan", "10.0.0.7"}) {
		t.Errorf("auths %+v", got.Auths)
	}
	if len(got.Devices) != 5 || got.Devices[2]["device"] != "backup" {
		t.Errorf("devices %v", got.Devices)
	}
	if none := parse(t).Effective(); !strings.HasSuffix(none, "targets:\n  allow:\n    - \"*\"\n") {
		t.Errorf("without files: %s", none)
	}
}

func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	path := func(name string, size int64) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(file, size); err != nil {
			t.Fatal(err)
		}
		return file
	}
	small, largest := path("small", 7), path("largest", maxFile)
	files, err := ReadFiles(small, largest)
	if err != nil || len(files) != 2 || files[0].Name != small || len(files[0].Text) != 7 ||
		len(files[1].Text) != maxFile {
		t.Errorf("%d files, %v", len(files), err)
	}
	_, err = ReadFiles(path("huge", maxFile+1), small, filepath.Join(dir, "none"), dir, "")
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	for i, part := range []string{"huge: larger than 16 MiB", "none: ", "is a directory", "--config.file has no file name; "} {
		if len(lines) != 4 || !strings.HasPrefix(lines[i], "read configuration: ") ||
			!strings.Contains(lines[i], part) {
			t.Errorf("error %q, want %q in line %d of 3", lines, part, i+1)
		}
	}
}
