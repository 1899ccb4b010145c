package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/prometheus/exporter-toolkit/web"

	"github.com/argus-power/argus/config"
)

// refusal is what is wrong with a web configuration of one line.
func refusal(t *testing.T, line string) string {
	t.Helper()
	if _, err := config.ReadWebAccess(write(t, "web.yml", line+"\n")); err != nil {
		return err.Error()
	}
	return ""
}

// toolkitKeys are the keys of a section.
func toolkitKeys(section any) (keys []string) {
	for field := range reflect.TypeOf(section).Fields() {
		key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		keys = append(keys, key)
	}
	return keys
}

// TestWebKeysAreTheToolkits holds that the exporter-toolkit has no key of which the check of web configurations knows
// nothing, and every word that it recommends.
func TestWebKeysAreTheToolkits(t *testing.T) {
	const unknown = "has no key"
	sections := map[string]any{
		"tls_server_config": web.TLSConfig{}, "http_server_config": web.HTTPConfig{}, "rate_limit": web.RateLimiterConfig{},
	}
	for _, section := range toolkitKeys(web.Config{}) {
		if says := refusal(t, section+": {}"); strings.Contains(says, unknown) {
			t.Error(says)
		}
		if sections[section] == nil {
			continue
		}
		for _, key := range toolkitKeys(sections[section]) {
			if says := refusal(t, section+": {"+key+": x}"); strings.Contains(says, unknown) {
				t.Error(says)
			}
		}
	}
	if says := refusal(t, "tls_server_config: {x: y}"); !strings.Contains(says, unknown) {
		t.Errorf("x is a key: %q", says)
	}
	recommended(t, "min_version", func(read func(any) error) error { return new(web.TLSVersion).UnmarshalYAML(read) })
	recommended(t, "curve_preferences", func(read func(any) error) error { return new(web.Curve).UnmarshalYAML(read) })
}

// recommended holds that the toolkit knows the words that are offered instead of a wrong one.
func recommended(t *testing.T, key string, parse func(read func(any) error) error) {
	t.Helper()
	wrong := "{" + key + ": [wrong]}"
	if key == "min_version" {
		wrong = "{" + key + ": wrong}"
	}
	_, list, offered := strings.Cut(refusal(t, "tls_server_config: "+wrong), "must be one of ")
	if !offered {
		t.Fatalf("%s: nothing is offered", key)
	}
	for word := range strings.SplitSeq(list, ", ") {
		if err := parse(func(to any) error { *to.(*string) = word; return nil }); err != nil {
			t.Errorf("%s: %q: %v", key, word, err)
		}
	}
}
