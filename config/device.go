package config

import (
	"cmp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/power"
)

// rating is what an owner states about some devices.
type rating struct {
	target  pattern
	device  string // "" means every device of the target
	ratings power.Ratings
	labels  map[string]string
}

func (p *parser) readDevices(d *decoder, n *yaml.Node) {
	d.list(n, "devices", func(item *yaml.Node) {
		var r rating
		read := d.mapping(item, "a device", keys{
			"target": func(n *yaml.Node) { r.target = d.pattern(n, "target") },
			"device": func(n *yaml.Node) { r.device = d.str(n, "device") },
			"power_nominal_watts": func(n *yaml.Node) {
				r.ratings.Watts = d.positive(n, "power_nominal_watts")
			},
			"power_nominal_voltamperes": func(n *yaml.Node) {
				r.ratings.VoltAmperes = d.positive(n, "power_nominal_voltamperes")
			},
			"power_factor": func(n *yaml.Node) {
				if r.ratings.PowerFactor = d.positive(n, "power_factor"); r.ratings.PowerFactor > 1 {
					d.fail(n, "power_factor must be at most 1; 0.6 is usual for a small UPS, "+
						"0.9 for a newer one")
				}
			},
			"labels": func(n *yaml.Node) { r.labels = d.labels(n) },
		})
		if read && d.checkRating(item, &r) {
			p.config.ratings = append(p.config.ratings, r)
		}
	})
}

// checkRating refuses entries that could never have an effect.
func (d *decoder) checkRating(n *yaml.Node, r *rating) bool {
	named := r.target.device
	switch {
	case !hasKey(n, "target"):
		d.fail(n, "a device needs target: as it is probed, such as ups@nas.lan")
	case named != "" && r.device != "" && !strings.EqualFold(named, r.device):
		d.fail(n, "target names the device %q and device: another, %q; keep one of them",
			named, r.device)
	case !hasKey(n, "power_nominal_watts", "power_nominal_voltamperes", "power_factor", "labels"):
		d.fail(n, "a device needs power_nominal_watts:, power_nominal_voltamperes:, power_factor: or labels:")
	default:
		r.device = cmp.Or(r.device, named)
		return true
	}
	return false
}

// stated is what an owner says of the devices of one target.
type stated []statement

// statement is what is said of one device, or of all that have the name "".
type statement struct {
	device  string
	ratings power.Ratings
}

// stated returns what is stated about the devices of a target.
func (c *Config) stated(t Target) stated {
	var list stated
	for _, r := range c.ratings {
		if r.ratings != (power.Ratings{}) && r.target.hasPort(t.Port, t.ownPort()) && r.target.hasHost(t.Host) {
			list = append(list, statement{r.device, r.ratings})
		}
	}
	return list
}

// of returns what is stated about a device. The first entry that states a value
// wins, field by field.
func (list stated) of(device string) power.Ratings {
	var out power.Ratings
	for _, r := range list {
		if r.device != "" && !strings.EqualFold(r.device, device) {
			continue
		}
		if out.Watts == 0 {
			out.Watts = r.ratings.Watts
		}
		if out.VoltAmperes == 0 {
			out.VoltAmperes = r.ratings.VoltAmperes
		}
		if out.PowerFactor == 0 {
			out.PowerFactor = r.ratings.PowerFactor
		}
	}
	return out
}
