package check

import (
	"fmt"
	"io/fs"

	"gopkg.in/yaml.v3"
)

// A Rule is an alert or a recording rule.
type Rule struct {
	File        string            `yaml:"-"`
	Record      string            `yaml:"record"`
	Alert       string            `yaml:"alert"`
	Expr        string            `yaml:"expr"`
	For         string            `yaml:"for"`
	KeepFiring  string            `yaml:"keep_firing_for"`
	Labels      map[string]string `yaml:"labels"`
	Annotations map[string]string `yaml:"annotations"`
}

// Name is what the rule records or alerts of.
func (r *Rule) Name() string { return r.Record + r.Alert }

// Rules reads all files of rules in a directory, in the order of their names.
func Rules(dir fs.FS) ([]Rule, error) {
	var all []Rule
	names, err := fs.Glob(dir, "*.yml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		var file struct {
			Groups []struct {
				Rules []Rule `yaml:"rules"`
			} `yaml:"groups"`
		}
		if err := yaml.Unmarshal(text, &file); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, group := range file.Groups {
			for _, rule := range group.Rules {
				rule.File = name
				all = append(all, rule)
			}
		}
	}
	return all, nil
}
