package power_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	root = ".." // of the module, from this package
	self = "github.com/argus-power/argus/"
)

// mayImport is the architecture: which packages of Argus and which third-party
// modules each package may import, besides the standard library. Imports run one
// way, and each third-party library has one home. A new package needs a line.
var mayImport = map[string][]string{
	".": {
		self + "api", self + "collector", self + "config", self + "snmp", self + "snmp/trap", self + "store", self + "power",
		"github.com/alecthomas/kingpin/v2", "github.com/prometheus/client_golang",
		"github.com/prometheus/common", "github.com/prometheus/exporter-toolkit", "golang.org/x/crypto",
	},
	"api": {self + "store", self + "power"},
	"collector": {
		self + "config", self + "store", self + "power", self + "snmp/trap", "github.com/prometheus/client_golang",
		"github.com/prometheus/client_model", "github.com/prometheus/common", "github.com/klauspost/compress",
	},
	"config":        {self + "nut", self + "snmp", self + "power", "gopkg.in/yaml.v3"},
	"store":         {self + "power", "go.etcd.io/bbolt", "golang.org/x/sys"},
	"nut":           {self + "power"},
	"nut/nuttest":   {},
	"snmp":          {self + "power", self + "snmp/ber", self + "snmp/usm", "github.com/gosnmp/gosnmp"},
	"snmp/ber":      {},
	"snmp/snmptest": {self + "snmp"},
	"snmp/trap":     {self + "snmp", self + "snmp/ber", self + "snmp/usm", self + "power"},
	"snmp/usm":      {},
	"power":         {},
	"deploy/bench":  {self + "deploy/local", self + "nut/nuttest", self + "snmp/snmptest"},
	"deploy/demo":   {self + "nut/nuttest", self + "snmp/snmptest"},
	"deploy/local":  {},
	"deploy/stack":  {self + "deploy/local"},
	"rules":         {},
}

// sourceFiles lists the module's Go files for every platform, tests left out.
func sourceFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		switch {
		case entry.IsDir() && name != root && (strings.HasPrefix(base, ".") || base == "testdata" ||
			base == "vendor" || hasModule(name)):
			return fs.SkipDir
		case !entry.IsDir() && strings.HasSuffix(base, ".go") && !strings.HasSuffix(base, "_test.go"):
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// hasModule says whether a folder is a module of its own.
func hasModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

// imports lists what a file imports from outside the standard library.
func imports(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") {
			list = append(list, name)
		}
	}
	return list
}

func allowed(name string, may []string) bool {
	return slices.ContainsFunc(may, func(m string) bool {
		if strings.HasPrefix(m, self) { // a package, not those below it
			return name == m
		}
		return name == m || strings.HasPrefix(name, m+"/")
	})
}

func TestImports(t *testing.T) {
	seen := map[string]int{}
	for _, file := range sourceFiles(t) {
		relative, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		relative = filepath.ToSlash(relative)
		folder := path.Dir(relative)
		may, known := mayImport[folder]
		if !known {
			t.Errorf("%s: package %s is not in mayImport", relative, folder)
			continue
		}
		seen[folder]++
		for _, name := range imports(t, file) {
			if !allowed(name, may) {
				t.Errorf("%s imports %s: allowed are the standard library and %q", relative, name, may)
			}
		}
	}
	for _, folder := range []string{".", "collector", "config", "nut", "power"} {
		if seen[folder] == 0 {
			t.Errorf("no file of package %s was checked", folder)
		}
	}
}

// TestAllowed holds that the check itself can fail.
func TestAllowed(t *testing.T) {
	for _, test := range []struct {
		folder, name string
		want         bool
	}{
		{"nut", self + "power", true},
		{"nut", self + "nut/nuttest", false},
		{"nut", "gopkg.in/yaml.v3", false},
		{"config", self + "nut", true},
		{"config", self + "nut/nuttest", false},
		{"config", self + "collector", false},
		{"config", "github.com/prometheus/client_golang/prometheus", false},
		{"collector", "github.com/prometheus/client_golang/prometheus", true},
		{"collector", self + "nut", false},
		{"snmp/snmptest", self + "snmp/ber", false},
		{"collector", "github.com/prometheus/client_golangx", false},
		{"power", self + "nut", false},
		{".", "github.com/alecthomas/kingpin/v2", true},
		{"collector", "github.com/alecthomas/kingpin/v2", false},
	} {
		if got := allowed(test.name, mayImport[test.folder]); got != test.want {
			t.Errorf("%s imports %s: %t, want %t", test.folder, test.name, got, test.want)
		}
	}
}

// TestOneHome holds that each third-party library is known to as few packages
// as the architecture says.
func TestOneHome(t *testing.T) {
	for library, want := range map[string]string{
		"gopkg.in/yaml.v3":                       "config",
		"github.com/prometheus/client_golang":    ". collector",
		"github.com/alecthomas/kingpin/v2":       ".",
		"github.com/prometheus/exporter-toolkit": ".",
		"golang.org/x/crypto":                    ".",
		"github.com/gosnmp/gosnmp":               "snmp",
		"go.etcd.io/bbolt":                       "store",
	} {
		var homes []string
		for folder, may := range mayImport {
			if allowed(library, may) {
				homes = append(homes, folder)
			}
		}
		slices.Sort(homes)
		if got := strings.Join(homes, " "); got != want {
			t.Errorf("%s is at home in %s, want %s", library, got, want)
		}
	}
}
