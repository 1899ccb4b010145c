package main

import (
	"fmt"
	"strings"
)

// byDevice names a series by its device.
const byDevice = "{{device}} · {{instance}}"

// identity are the labels that tell one device from all others.
const identity = "job, site, instance, device"

// of is a metric of the devices chosen, with further matchers if need be.
func of(metric string, matchers ...string) string {
	return metric + "{" + with(device, matchers) + "}"
}

// units leaves the units of a daisy chain out: their chain has the sum.
func units(metric string, matchers ...string) string {
	return metric + "{" + with(noChain, matchers) + "}"
}

func with(selector string, matchers []string) string {
	return strings.Join(append([]string{selector}, matchers...), ",")
}

// perSite sums up by site and gives a name to those without one.
func perSite(expr string) string { return named("sum by (site) (" + expr + ")") }

func named(expr string) string {
	return `label_replace(` + expr + `, "site", "no site", "site", "")`
}

// increase is what a counter gained in a window.
func increase(counter, window string) string { return "increase(" + counter + "[" + window + "])" }

// ofAll is a counter's increase in the time shown, the same for every point of a line. Grafana ends a query of
// days with the last midnight: what is newer has to be asked for besides.
func ofAll(counter string) string { return "increase(" + counter + "[$__range] @ end())" }

// kWh is what a counter of joules gained in a window.
func kWh(counter, window string) string { return increase(counter, window) + " / 3.6e6" }

// answers is 1 for each device that answers and 0 for one that does not, be it that Argus says so or that
// nothing is heard of it any more. Which is of, or units to leave the units of daisy chains out.
func answers(which func(metric string, matchers ...string) string, window string) string {
	up := which("argus_device_up")
	return "(" + up + " or 0 * last_over_time(" + up + "[" + window + "]))"
}

// zero stands in where devices are there and none of them has anything to count.
func zero(expr string) string { return expr + " or 0 * sum(" + answers(of, tables1d) + ")" }

// total is the sum of a quantity; where all that told it have gone silent it is nothing, not what it was.
func total(selector string) string {
	return "sum(" + selector + ") or 0 * sum(last_over_time(" + selector + "[$__range] @ end()))"
}

// join adds a label of an info metric to a quantity, and leaves those without one as they are.
func join(expr, on, label, info string) string {
	once := "max by (" + on + ", " + label + ") (" + info + ")" // whatever other labels a second Argus adds
	return fmt.Sprintf("%s * on (%s) group_left (%s) %s or on (%s) %s", expr, on, label, once, on, expr)
}

// outletNamed adds the names of outlets.
func outletNamed(expr string) string {
	return join(expr, "job, instance, device, outlet", "name", of("argus_outlet_info"))
}

// branchNamed adds the names of branches.
func branchNamed(expr string) string {
	return join(expr, "job, instance, device, branch", "name", of("argus_branch_info"))
}

// sensorNamed adds the names of sensors.
func sensorNamed(expr string) string {
	return join(expr, "job, instance, device, sensor", "name", of("argus_sensor_info"))
}

// largest keeps the ten series of a selector that are the highest on average over the time shown, so that
// they are the same at every moment; it ends with now, which a range query knows as @ end().
func largest(selector string) string {
	return selector + " and topk(10, avg_over_time(" + selector + "[$__range] @ end()))"
}

// lowest keeps the ten series of a selector that went lowest.
func lowest(selector string) string {
	return selector + " and bottomk(10, min_over_time(" + selector + "[$__range] @ end()))"
}
