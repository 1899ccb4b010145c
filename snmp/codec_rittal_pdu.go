package snmp

import (
	"regexp"
	"strings"

	"github.com/argus-power/argus/power"
)

// rittalPart is the part of a PDU that a path is about, and what follows it.
var rittalPart = regexp.MustCompile(`^(?:Total|Unit|Phase (L[123])|Sockets\.Socket 0*(\d+))\.(.+)$`)

// rittalFusePath is what follows a phase in the path of a fuse.
var rittalFusePath = regexp.MustCompile(`^Fuses\.Fuse 0*(\d+)$`)

// A rittalReading is what a thing that a PDU measures is of its feed and of an outlet.
type rittalReading struct {
	feed, feedLimit, outlet, outletLimit power.Quantity
	kind                                 string
}

// rittalMeasured is by the last words of a path. What is unknown stays zero.
var rittalMeasured = map[string]rittalReading{
	"Voltage": {
		power.InputVoltage, power.InputVoltageLimit, power.OutletVoltage, power.OutletVoltageLimit, "voltage",
	},
	"Current": {
		power.InputCurrent, power.InputCurrentLimit, power.OutletCurrent, power.OutletCurrentLimit, "current",
	},
	"Power.Active": {
		feed: power.InputPower, feedLimit: power.InputPowerLimit, outlet: power.OutletPower, kind: "power",
	},
	"Power.Apparent": {feed: power.InputApparentPower, outlet: power.OutletApparentPower},
	"Power.Reactive": {feed: power.InputReactivePower},
	"Power.Factor":   {feed: power.InputPowerFactor, outlet: power.OutletPowerFactor},
	"Energy.Active":  {feed: power.InputEnergy, outlet: power.OutletEnergy},
	// Its owner can reset this one, which comes after the other and counts for want of it.
	"Energy.Active Custom": {feed: power.InputEnergy, outlet: power.OutletEnergy},
	"Frequency":            {feed: power.InputFrequency, outlet: power.OutletFrequency},
	"Voltage.THD":          {feed: power.InputVoltageDistortion},
	"Current.THD":          {feed: power.InputCurrentDistortion},
	"Neutral Current":      {feed: power.InputCurrent, feedLimit: power.InputCurrentLimit, kind: "current"},
}

// pduRows adds the rows of a PDU.
func (r *rittal) pduRows(d *rittalDevice) {
	for _, g := range d.groups {
		m := rittalPart.FindStringSubmatch(g.path)
		if m == nil || r.absent(g) {
			continue
		}
		line, outlet, rest := m[1], m[2], m[3]
		if rest == "Neutral Current" {
			line = "N"
		}
		labels := map[string]string{"device": d.label, "line": line}
		if fuse := rittalFusePath.FindStringSubmatch(rest); fuse != nil {
			r.fuse(g, map[string]string{"device": d.label, "branch": line + "_F" + fuse[1]})
			continue
		}
		if outlet != "" {
			labels = map[string]string{"device": d.label, "outlet": outlet}
			if rest == "General" {
				r.socket(g, labels)
				continue
			}
		}
		r.pduReading(g, rest, outlet != "", labels)
	}
}

func (r *rittal) pduReading(g *rittalGroup, rest string, outlet bool, labels map[string]string) {
	if strings.Contains(strings.ToLower(rest), "residual") || strings.HasPrefix(rest, "RCM") {
		if u := r.unit(g, "Value"); !outlet && (u == "mA" || u == "A") {
			delete(labels, "line")
			r.read(g, "Value", Row{Quantity: power.InputResidualCurrent, Labels: rittalLabels(labels)})
		}
		return
	}
	x, known := rittalMeasured[rest]
	q, limit, alarm := x.feed, x.feedLimit, power.InputAlarm
	if outlet {
		q, limit, alarm = x.outlet, x.outletLimit, power.OutletAlarm
	}
	if !known || q == 0 || !r.read(g, "Value", Row{Quantity: q, Labels: rittalLabels(labels)}) {
		return
	}
	if limit != 0 {
		r.limits(g, limit, labels)
	}
	if x.kind != "" {
		r.alarm(g, alarm, labels, x.kind)
	}
}

func (r *rittal) fuse(g *rittalGroup, labels map[string]string) {
	r.state(g, rittalStatus, power.BranchClosed, rittalLabels(labels), rittalFuse)
	r.described(g, power.BranchInfo, labels)
}

func (r *rittal) socket(g *rittalGroup, labels map[string]string) {
	on := map[string]string{"0": "0", "1": "1"}
	if r.state(g, "Relay", power.OutletOn, rittalLabels(labels), on) {
		r.out = append(r.out, Row{
			Quantity: power.OutletSwitchable, Labels: rittalLabels(labels),
			OID: r.out[len(r.out)-1].OID, Map: map[string]string{"0": "1", "1": "1"},
		})
	}
	r.described(g, power.OutletInfo, labels)
}

// described adds the name that a group was given.
func (r *rittal) described(g *rittalGroup, q power.Quantity, labels map[string]string) {
	if oid, ok := r.oid(rittalText, g, "DescName"); ok {
		r.out = append(r.out, Row{Quantity: q, OID: oid, Labels: rittalLabels(labels)})
	}
}
