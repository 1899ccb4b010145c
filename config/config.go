package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

// maxFile bounds the size of a configuration file.
const maxFile = 16 << 20

// A File is the text of a configuration file and the name to report it under.
type File struct {
	Name string
	Text []byte
}

// Config is a complete, valid configuration. Once it is in use nothing in it changes
// but what it keeps of the lists in queries.
type Config struct {
	modules   map[string]*Module
	rank      map[string]int // of modules: which goes before which
	lists     *lists         // of modules, as queries have them
	auths     []*Auth
	policy    policy
	ratings   []rating
	gates     *snmp.Gates  // of the agents, whatever they are read with
	slots     *slots       // of all servers and agents
	traps     []trapSender // who may send notifications, the narrowest networks first
	effective string
}

// ReadFiles reads the named files, for [Parse].
func ReadFiles(names ...string) ([]File, error) {
	var files []File
	var errs []error
	for _, name := range names {
		if name == "" { // the system would tell of a file without a name
			errs = append(errs, errNoName)
			continue
		}
		text, err := readBounded(name)
		if err != nil {
			errs = append(errs, fmt.Errorf("read configuration: %w", err))
		}
		files = append(files, File{name, text})
	}
	return files, errors.Join(errs...)
}

var errNoName = errors.New("read configuration: --config.file has no file name; write one, or leave the flag out")

var errDirectory = errors.New("is a directory")

func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errDirectory} // not every system would say so
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s: larger than %d MiB", name, maxFile>>20)
	}
	return text, err
}

// Parse makes a configuration of several files. Later files add to earlier
// ones; a module of the same name replaces the earlier one and may extend it.
// The error is of type [Problems].
func Parse(files ...File) (*Config, error) {
	p := parser{config: &Config{gates: &snmp.Gates{}, slots: &slots{}, lists: &lists{}}, raw: map[string]*rawModule{}}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
		p.file(f)
	}
	p.compileModules()
	p.compileTraps()
	p.settlePolicy()
	if err := p.problems.err(names); err != nil {
		return nil, err
	}
	p.config.effective = p.dump()
	return p.config, nil
}

// parser is the state of one Parse.
type parser struct {
	config      *Config
	problems    Problems
	raw         map[string]*rawModule
	order       []string // names of modules, in the order of their appearance
	all         []*rawModule
	trapEntries []trapEntry
	limited     []placed[string] // modules that have targets of their own
}

func (p *parser) file(f File) {
	d := &decoder{f.Name, &p.problems}
	docs, err := documents(f.Text)
	switch {
	case err != nil:
		p.problems = append(p.problems, syntaxProblem(f, err))
		return
	case len(docs) == 0 && !bytes.ContainsRune(f.Text, '#'):
		// A file that is cut off while it is written must not open every door, with a byte order mark or --- or without.
		d.fail(nil, "the file is empty; if that is meant, put a comment into it")
		return
	case len(docs) == 0:
		return // a file of comments states nothing
	}
	for _, more := range docs[1:] {
		d.fail(more, "the file has a second part after ---; join the parts or make them files")
	}
	d.mapping(docs[0], "the file", keys{
		"modules": func(n *yaml.Node) { p.readModules(d, n) },
		"auths":   func(n *yaml.Node) { p.readAuths(d, n) },
		"targets": func(n *yaml.Node) { p.readTargets(d, n) },
		"traps":   func(n *yaml.Node) { p.readTraps(d, n) },
		"devices": func(n *yaml.Node) { p.readDevices(d, n) },
	})
}

// ModuleNames lists the modules, sorted.
func (c *Config) ModuleNames() []string {
	var names []string
	for name := range c.modules {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Module finds a module by its name.
func (c *Config) Module(name string) (*Module, bool) {
	m, ok := c.modules[name]
	return m, ok
}

// Effective returns the configuration as YAML, secrets hidden.
func (c *Config) Effective() string { return c.effective }
