package nut

import (
	"strconv"
	"strings"

	"github.com/argus-power/argus/power"
)

// maxInputs bounds the inputs of a transfer switch.
const maxInputs = 8

// selected records which input of a transfer switch is in use: the variable
// holds its number.
func selected(b *power.Builder, q power.Quantity, v Var, vars varList) power.DropReason {
	x, ok := power.ParseNumber(v.Value)
	if !ok {
		return power.NotANumber
	}
	inputs := 2.0
	if text, ok := vars.get("input.count"); ok {
		if n, ok := power.ParseNumber(text); ok {
			inputs = n
		}
	}
	if x < 1 || x > inputs || inputs > maxInputs || x != float64(int(x)) {
		return power.OutOfRange
	}
	for n := 1; n <= int(inputs); n++ {
		value := 0.0
		if n == int(x) {
			value = 1
		}
		if why := b.Add(q, power.Place{strconv.Itoa(n)}, value); why != "" {
			return why
		}
	}
	return ""
}

// sensorMissing says whether the probe that a variable belongs to is not there:
// the device says so, or temperature and humidity are both exactly zero, as
// cards answer for a socket without a probe.
func sensorMissing(name string, vars varList) bool {
	prefix, rest, _ := strings.Cut(name, ".")
	if n, _, _ := strings.Cut(rest, "."); isNumber(n) {
		prefix = name[:len(prefix)+1+len(n)]
	}
	switch present, _ := vars.get(prefix + ".present"); strings.ToLower(present) {
	case "no", "0", "false":
		return true
	}
	return isZero(vars, prefix+".temperature") && isZero(vars, prefix+".humidity")
}

func isZero(vars varList, name string) bool {
	text, ok := vars.get(name)
	if !ok {
		return false
	}
	v, ok := power.ParseNumber(text)
	return ok && v == 0
}

// sibling tells the variables that are read to understand the one beside them.
func sibling(name string) bool {
	return strings.HasPrefix(name, "ambient.") && (strings.HasSuffix(name, ".present") ||
		strings.HasSuffix(name, ".temperature.unit") || strings.HasSuffix(name, ".config"))
}

// fillInfo takes each field from the first variable that identifies something.
func (m *Module) fillInfo(info *power.Info, vars varList) {
	first := func(field string) string {
		for _, name := range m.info[field] {
			if text, ok := vars.get(name); ok {
				if id := power.Identity(text); id != "" {
					return id
				}
			}
		}
		return ""
	}
	info.Protocol = "nut"
	info.Type = deviceType(first("type"))
	info.Manufacturer = first("manufacturer")
	info.Model = first("model")
	info.Serial = first("serial")
	info.Firmware = first("firmware")
	info.Name = first("name")
	info.Location = first("location")
}

// deviceType puts NUT's device types into the vocabulary. Drivers that know no
// other kind of device do not tell it at all.
func deviceType(text string) string {
	switch kind := strings.ToLower(text); kind {
	case "", "hat":
		return "ups"
	case "ambient":
		return "sensor"
	default:
		return kind
	}
}

// mayBeSecret tells the variables that nobody gets to see: servers that are not
// upsd, and old ones, put passwords among the driver's parameters.
func mayBeSecret(name string) bool { return strings.HasPrefix(name, "driver.parameter.") }

// addRaw exports every variable under its own name. A clock is left out: each
// scrape would make another series of it.
func addRaw(b *power.Builder, vars varList) {
	for _, v := range vars {
		if mayBeSecret(v.Name) || strings.HasSuffix(v.Name, ".time") {
			continue
		}
		raw := power.Variable{Name: v.Name, Text: v.Value}
		if !identifies(v.Name) {
			raw.Number, raw.Numeric = power.ParseNumber(v.Value)
		}
		b.Raw(raw)
	}
}

// identifies tells names whose value is text even where it looks like a number:
// the vendor 0764 is not 764.
func identifies(name string) bool {
	for _, part := range []string{"driver.version", "firmware", ".model", ".serial", ".quality"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "id", "groupid", "vendorid", "productid", "part", "version", "revision", "mfr", "vendor",
		"product", "type", "macaddr", "desc", "name", "contact", "location", "date", "time":
		return true
	}
	return false
}
