package deploy

import (
	"strings"
)

// promtail is what promtail.yml uses of its language.
type promtail struct {
	Server, Positions map[string]any
	Clients           []map[string]string
	ScrapeConfigs     []struct {
		JobName string         `yaml:"job_name"`
		Journal map[string]any `yaml:"journal"`
		Stages  []stage        `yaml:"pipeline_stages"`
	} `yaml:"scrape_configs"`
}

type stage struct {
	Match *struct {
		Selector string
		Stages   []stage
	}
	Logfmt *struct{ Mapping map[string]string }
	JSON   *struct{ Expressions map[string]string }

	Timestamp *struct{ Source, Format string }
	Labels    map[string]string
	Metadata  map[string]string `yaml:"structured_metadata"`
}

// picked is what a pipeline makes of a line: labels of the stream, and what goes along with the line.
func picked(stages []stage, selector string, fields map[string]string) (labels, metadata map[string]string, at string) {
	found := map[string]string{}
	labels, metadata = map[string]string{}, map[string]string{}
	for _, s := range stages {
		if s.Match != nil && strings.Contains(s.Match.Selector, selector) {
			inner := s.Match.Stages[0]
			mapping := map[string]string{}
			if inner.Logfmt != nil {
				mapping = inner.Logfmt.Mapping
			} else if inner.JSON != nil {
				mapping = inner.JSON.Expressions
			}
			for name, from := range mapping {
				if from == "" {
					from = name
				}
				if value := fields[from]; value != "" {
					found[name] = value
				}
			}
		}
		if s.Timestamp != nil {
			at = found[s.Timestamp.Source]
		}
		for _, part := range []struct{ names, into map[string]string }{{s.Labels, labels}, {s.Metadata, metadata}} {
			for name := range part.names {
				if found[name] != "" {
					part.into[name] = found[name]
				}
			}
		}
	}
	return labels, metadata, at
}
