package main

import "github.com/grafana/grafana-foundation-sdk/go/dashboard"

const (
	kilograms = "suffix:kg" // Grafana's own kilograms become Mg from a thousand on

	joules   = "argus_energy_joules_total"
	noEnergy = "No energy is known yet: it takes two reads"
)

func energy() board {
	return board{
		uid: "argus-energy", title: "Argus / Energy and cost", from: "now-7d", refresh: "5m",
		description: "Energy, cost and carbon by site and device, what the year will come to, and how far the figures " +
			"can be trusted.",
		variables: append(choices("argus_energy_joules_total", ""),
			input("price", "Price per kWh", "What a kilowatt-hour costs you, as a plain number.", "0.30"),
			input("currency", "Currency", "What the price is in; shown, not computed with.", "€"),
			input("carbon", "Carbon, g/kWh", "Grams of CO2 per kilowatt-hour: your supplier or grid operator tells.", "380")),
		annotations: alerts(),
		sections: []section{
			{title: "The time shown", panels: energyTiles()},
			{title: "So far, and what it will come to", panels: energyProjection()},
			{title: "By month", panels: energyMonths()},
			{title: "By day", panels: energyDays()},
			{title: "By site and device", panels: energyDevices()},
			{title: "How far to trust these figures", panels: energyTrust()},
		},
	}
}

// average is the mean power of a series over the time shown, of the time that it is known for.
func average() string {
	return "sum(avg_over_time(" + units("argus_power_watts") + "[$__range]) or rate(" + units(joules) + "[$__range]))"
}

func energyTiles() []*panel {
	used := "sum(" + kWh(units(joules), "$__range") + ")"
	return []*panel{
		tile("Energy", "What the chosen devices delivered in the time shown. A PDU behind a UPS counts its load a second "+
			"time: choose one kind of devices. Time that nobody measured is left out, not guessed.", 4,
			now(used, ""), unit("kwatth"), steps(blue), none(noEnergy)),
		tile("Cost, $currency", "The energy times your price. It leaves out what the UPSes themselves lose, unless they "+
			"measure their input.", 4, now(used+" * $price", ""), unit("locale"), decimals(2), steps(blue), none(noEnergy)),
		tile("Carbon, kg CO2", "The energy times your factor.", 4, now(used+" * $carbon / 1000", ""), unit(kilograms),
			decimals(1), steps(blue), none(noEnergy)),
		tile("Power now", "What the chosen devices deliver now.", 4, now("sum("+units("argus_power_watts")+")", ""),
			unit("watt"), steps(blue), none("No device tells its power")),
		tile("Cost per hour now, $currency", "At the power of this moment.", 4,
			now("sum("+units("argus_power_watts")+") / 1000 * $price", ""), unit("locale"), decimals(2), steps(blue),
			none("No device tells its power")),
		tile("PUE", "Power usage effectiveness: energy of the whole facility over that of the IT. It needs the label "+
			"role=\"facility\" on the meter of the house and role=\"it\" on what feeds the IT, see the documentation.", 4,
			now("sum("+increase(units(joules, `role="facility"`), "$__range")+") / (sum("+
				increase(units(joules, `role="it"`), "$__range")+") > 0)", ""), unit("short"), decimals(2),
			steps(green, step{1.4, yellow}, step{1.8, orange}), none("Label role=facility and role=it")),
	}
}

func energyProjection() []*panel {
	soFar := func(title, from string) *panel {
		return tile(title, "Energy since then in your own time zone, as long as the time at the top is a relative one, "+
			"such as the last 7 days. It reaches as far back as Prometheus keeps data, 15 days unless it is told.", 4,
			now("sum("+kWh(units(joules), "$__range")+")", ""), unit("kwatth"),
			steps(blue), since(from), none(noEnergy))
	}
	return []*panel{
		soFar("Today", "now/d"), soFar("This month", "now/M"), soFar("This year", "now/y"),
		tile("A month like this", "Energy of 730 hours at the mean power of the time shown. Show a whole week, or the "+
			"weekend is missing.", 4, now(average()+" * 730 / 1000", ""), unit("kwatth"), steps(purple), none(noEnergy)),
		tile("Cost of a month, $currency", "The same times your price.", 4, now(average()+" * 730 / 1000 * $price", ""),
			unit("locale"), decimals(2), steps(purple), none(noEnergy)),
		tile("Cost of a year, $currency", "8760 hours at the mean power of the time shown.", 4,
			now(average()+" * 8760 / 1000 * $price", ""), unit("locale"), decimals(0), steps(purple), none(noEnergy)),
	}
}

// energyMonths are months of the calendar, each with a time of its own.
func energyMonths() []*panel {
	month := func(title, description, back string) *panel {
		options := []option{
			now(perSite(kWh(units(joules), "$__range")), "{{site}}"), unit("kwatth"), decimals(1), fromZero(), steps(blue),
			since("now/M"), none("Prometheus has no data of that month"),
		}
		if back != "" {
			options = append(options, shifted(back))
		}
		return gauges(title, description, 8, 6, options...)
	}
	const far = " What Prometheus no longer keeps is not in it: Argus' /api/v1/energy?period=month has it."
	return []*panel{
		month("This month by site", "Energy of each site since the month began."+far, ""),
		month("Last month by site", "Energy of each site in the month before."+far, "1M/M"),
		month("The month before that by site", "Energy of each site two months ago."+far, "2M/M"),
	}
}

// day and block look ahead: the bar at a moment is what came after it, so that today's is there too.
const (
	day   = "1d] offset -1d"
	block = "30d] offset -30d"
)

func energyDays() []*panel {
	per := func(window string) string { return "increase(" + units(joules) + "[" + window + ") / 3.6e6" }
	const local = " The days are yours, by the present offset of your time zone; those before the clocks " +
		"changed begin an hour off. Argus' /api/v1/energy?period=day is exact."
	return []*panel{
		series("Energy by day and site", "One bar per day; the last one is today so far."+local, 12, 9,
			over(perSite(per(day)), "{{site}}"), bars(), every("1d"), unit("kwatth"), fromZero(), none(noEnergy)),
		series("Cost by day and site, $currency", "The same times your price."+local, 12, 9,
			over(perSite(per(day))+" * $price", "{{site}}"), bars(), every("1d"), unit("locale"), decimals(2), fromZero(),
			none(noEnergy)),
		series("Energy by day and device", "The ten devices that delivered most."+local, 12, 9,
			over("sum by ("+identity+") ("+per(day)+") and topk(10, sum by ("+identity+") ("+ofAll(units(joules))+
				" or increase("+units(joules)+"["+day+" @ end())))", byDevice), bars(), every("1d"), unit("kwatth"), fromZero(),
			none(noEnergy)),
		series("Energy by 30 days and site", "Blocks of 30 days, to compare periods of the same length over the last year. "+
			"They are no months of the calendar: those are above.", 12, 9,
			over(perSite(per(block)), "{{site}}"), bars(), every("30d"), since("360d"), unit("kwatth"), fromZero(),
			none(noEnergy)),
	}
}

const energyNotes = `**Energy** comes from the device's own counter where it has one, else from its power over time.
Argus keeps the totals on disk: restarts of Argus, of Prometheus and of the device do not break them.

**Gaps** are never filled with guesses. They are counted, and shown beside this.

**How far back.** This page sees what Prometheus keeps: 15 days, unless it is told to keep more. Argus itself keeps days
and months longer: ` + "`/api/v1/energy?period=day`, `?period=month`" + `, by device, site or in total, as JSON or
CSV, with ` + "`price`" + `.

**Twice the same load.** A UPS that feeds a PDU and the PDU both count it. Choose by job,
site or instance what you want to add up.`

func methodWords() dashboard.DynamicConfigValue {
	return property("mappings", mappings([]mapped{
		{"measured", "measured", green},
		{"apparent", "from VA and factor", yellow},
		{"load", "from load and watts", orange},
		{"load_va", "from load and VA", orange},
	}))
}
