package config

import (
	"maps"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/power"
)

// maxLabels bounds the labels that an owner gives to a device.
const maxLabels = 16

var labelName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]{0,63}$`)

// labels reads the labels of an entry: what the owner wants to tell devices apart by.
func (d *decoder) labels(n *yaml.Node) map[string]string {
	labels := map[string]string{}
	d.entries(n, "labels", func(key, value *yaml.Node) {
		name := key.Value
		switch {
		case !labelName.MatchString(name) || strings.HasPrefix(name, "__"):
			d.fail(key, "%q is no name of a label: use letters, digits and _, and no digit or __ in front", name)
		case ownLabels()[name]:
			d.fail(key, "the label %q is Prometheus' or Argus' own; choose another name", name)
		}
		labels[name] = d.str(value, "the label "+name)
		if labels[name] != power.CleanLabel(labels[name]) {
			d.fail(value, "the label %s is longer than %d characters, or has characters that cannot be printed",
				name, power.MaxLabel)
		}
	})
	if len(labels) > maxLabels {
		d.fail(n, "more than %d labels", maxLabels)
	}
	return labels
}

// ownLabels are those that every series of a device has, or some: one of the same name would
// move them out of the way.
func ownLabels() map[string]bool {
	own := map[string]bool{"job": true, "instance": true, "device": true, "le": true}
	for _, q := range power.Quantities() {
		for _, name := range q.Labels() {
			own[name] = true
		}
	}
	return own
}

// Labels returns what the owner says of a device to tell it apart, such as its site. The first
// entry that states a label wins. The address is host:port.
func (c *Config) Labels(protocol, address, device string) map[string]string {
	t := Target{Protocol: protocol}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil
	}
	t.Host, t.Port = host, uint16(number)
	var labels map[string]string
	for _, r := range slices.Backward(c.ratings) {
		if len(r.labels) > 0 && r.isFor(t, device) {
			if labels == nil {
				labels = map[string]string{}
			}
			maps.Copy(labels, r.labels)
		}
	}
	return labels
}

func (r *rating) isFor(t Target, device string) bool {
	return r.target.hasPort(t.Port, t.ownPort()) && r.target.hasHost(t.Host) &&
		(r.device == "" || strings.EqualFold(r.device, device))
}
