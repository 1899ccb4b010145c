package config

import (
	"maps"
	"strings"
	"testing"
)

func TestLabels(t *testing.T) {
	c := parse(t, File{"labels.yml", []byte(`
devices:
  - {target: ups@nas.lan, labels: {site: berlin}}
  - {target: "10.1.0.0/16", labels: {site: paris, role: it}}
  - {target: "10.1.2.0/24", labels: {role: facility, floor: "2"}}
  - {target: "10.1.2.3:1161", device: "2", labels: {role: spare}}
`)})
	for _, test := range []struct {
		protocol, address, device string
		want                      map[string]string
	}{
		{NUT, "nas.lan:3493", "ups", map[string]string{"site": "berlin"}},
		{NUT, "nas.lan:3493", "UPS", map[string]string{"site": "berlin"}}, // upsd does not tell cases apart
		{NUT, "nas.lan:3493", "other", nil},
		{NUT, "nas.lan:3494", "ups", nil},
		{SNMP, "10.1.9.9:161", "1", map[string]string{"site": "paris", "role": "it"}},
		{NUT, "10.1.9.9:161", "1", nil}, // not NUT's own port
		{SNMP, "10.1.2.3:161", "1", map[string]string{"site": "paris", "role": "it", "floor": "2"}},
		{SNMP, "10.1.2.3:1161", "2", map[string]string{"role": "spare"}},
		{SNMP, "10.2.2.3:161", "1", nil},
		{SNMP, "nonsense", "1", nil},
		{SNMP, "10.1.2.3:x", "1", nil},
	} {
		if got := c.Labels(test.protocol, test.address, test.device); !maps.Equal(got, test.want) {
			t.Errorf("labels of %s %s %s: %v, want %v", test.protocol, test.address, test.device, got, test.want)
		}
	}
	if want := `{target: "10.1.0.0/16", labels: {role: "it", site: "paris"}}`; !strings.Contains(c.Effective(), want) {
		t.Errorf("%q is missing in:\n%s", want, c.Effective())
	}
}
