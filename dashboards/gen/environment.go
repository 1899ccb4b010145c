package main

func environment() board {
	return board{
		uid: "argus-environment", title: "Argus / Environment", from: "now-24h", refresh: "1m",
		description: "Temperature, humidity, doors, leaks and whatever else the sensors of the devices tell.",
		variables:   choices("", `__name__=~"argus_sensor_(info|temperature_celsius|humidity_ratio|active)"`),
		annotations: marks(),
		sections: []section{
			{title: "Now", panels: environmentTiles()},
			{title: "Climate", panels: climate()},
			{title: "Doors, leaks, smoke and contacts", panels: []*panel{
				timeline("Contacts", "What a sensor detects while it does: an open door, a leak, smoke, motion. Water and "+
					"smoke: go there.", 14, 8,
					over(sensorNamed(of("argus_sensor_active")), "{{kind}} {{contact}} {{name}} {{sensor}} · {{device}}"),
					words([]mapped{{"0", "calm", green}, {"1", "active", red}}), unit("short"), every("30s"),
					none("No contacts are connected here")),
				lastEvents(10),
			}},
			{title: "Inside the devices", panels: insideDevices()},
			{title: "Air", panels: air(), folded: true},
		},
	}
}

func environmentTiles() []*panel {
	const sensors = "No sensor measures it"
	return []*panel{
		tile("Warmest", "The highest temperature of all sensors. Air at the inlet of servers should stay below 27 °C.", 4,
			now("max("+of("argus_sensor_temperature_celsius")+")", ""), unit("celsius"), decimals(1),
			steps(blue, step{18, green}, step{32, orange}, step{40, red}), none(sensors)),
		tile("Coldest", "The lowest temperature of all sensors.", 4,
			now("min("+of("argus_sensor_temperature_celsius")+")", ""), unit("celsius"), decimals(1),
			steps(blue, step{10, green}, step{32, orange}, step{40, red}), none(sensors)),
		tile("Least to a limit", "How far the warmest sensor is from the high limit that its device knows. Below 0 the "+
			"limit is passed.", 4,
			now("min(min by (job, instance, device, sensor) ("+
				of("argus_sensor_temperature_limit_celsius", `limit=~"high|high_critical"`)+
				") - on (job, instance, device, sensor) "+of("argus_sensor_temperature_celsius")+")", ""),
			unit("celsius"), decimals(1), steps(red, step{0, orange}, step{3, green}), none("No sensor has a limit")),
		tile("Highest humidity", "The highest relative humidity. Below 20 % static charges build up, "+
			"above 80 % water condenses.", 4,
			now("max("+of("argus_sensor_humidity_ratio")+")", ""), unit("percentunit"), decimals(0),
			steps(orange, step{0.2, green}, step{0.6, yellow}, step{0.8, red}), none(sensors)),
		tile("Contacts active", "Open doors, leaks, smoke, motion: all that is not as it normally is.", 4,
			now("sum("+of("argus_sensor_active")+")", ""), unit("short"), steps(green, step{1, red}), solid(),
			none("No contacts here")),
		tile("Sensors lost", "Sensors that do not answer the device they are plugged into. Check the plug.", 4,
			now("sum(1 - "+of("argus_sensor_connected")+")", ""), unit("short"), steps(green, step{1, orange}),
			none("No sensor tells")),
	}
}

func climate() []*panel {
	return []*panel{
		series("Temperature", "Of each sensor. Dashed: the limits that the devices know, the yellow ones warn.", 12, 9,
			over(sensorNamed(of("argus_sensor_temperature_celsius")), "{{name}} {{sensor}} · {{device}}"),
			over(of("argus_sensor_temperature_limit_celsius", `limit=~"(high|low)_warning"`),
				"{{limit}} {{sensor}} · {{device}}"),
			over(of("argus_sensor_temperature_limit_celsius", `limit=~"(high|low)(_critical)?"`),
				"{{limit}} {{sensor}} · {{device}}"),
			limits("B", yellow), limits("C", red), unit("celsius"), none("No sensor measures temperature here")),
		series("Humidity", "Relative humidity of each sensor. Dashed: the limits that the devices know.", 12, 9,
			over(sensorNamed(of("argus_sensor_humidity_ratio")), "{{name}} {{sensor}} · {{device}}"),
			over(of("argus_sensor_humidity_limit_ratio"), "{{limit}} {{sensor}} · {{device}}"), limits("B", red),
			unit("percentunit"), upTo(1), none("No sensor measures humidity here")),
		sensorTable(),
		series("Dew point", "Of each sensor: as stated, else by the Magnus formula from temperature and humidity. "+
			"Surfaces colder than this get wet.", 8, 8,
			over(sensorNamed("("+of("argus_sensor_dew_point_celsius")+" or on (job, instance, device, sensor) "+dewPoint()+
				")"),
				"{{name}} {{sensor}} · {{device}}"), unit("celsius"), none("No sensor measures temperature and humidity")),
	}
}

func air() []*panel {
	return []*panel{
		series("Air pressure", "At each sensor; a differential one tells whether air goes the right way.", 6, 6,
			over(sensorNamed(of("argus_sensor_pressure_pascals")), "{{name}} {{sensor}} · {{device}}"), unit("pressurepa"),
			none("No sensor measures pressure here")),
		series("Air speed", "At each sensor. Falling slowly: filters. Falling at once: a fan.", 6, 6,
			over(sensorNamed(of("argus_sensor_air_speed_meters_per_second")), "{{name}} {{sensor}} · {{device}}"),
			unit("velocityms"), none("No sensor measures the speed of air here")),
		series("Air flow", "Of its own scale, where a sensor knows no unit.", 6, 6,
			over(sensorNamed(of("argus_sensor_airflow_ratio")), "{{name}} {{sensor}} · {{device}}"), unit("percentunit"),
			none("No sensor measures the flow of air here")),
		series("Fans", "Revolutions per minute.", 6, 6,
			over(sensorNamed("60 * "+of("argus_sensor_fan_speed_hertz")), "{{name}} {{sensor}} · {{device}}"), unit("rotrpm"),
			none("No fan is measured here")),
	}
}

// dewPoint is the Magnus formula for water, from -45 to 60 °C.
func dewPoint() string {
	const on = "job, site, instance, device, sensor"
	t := "max by (" + on + ") (" + of("argus_sensor_temperature_celsius") + ")"
	gamma := "(ln(max by (" + on + ") (" + of("argus_sensor_humidity_ratio") + ") > 0) + 17.62 * " + t +
		" / (243.12 + " + t + "))"
	return "243.12 * " + gamma + " / (17.62 - " + gamma + ")"
}

func sensorTable() *panel {
	const by = identity + ", sensor"
	max := func(expr string) option { return rows("max by (" + by + ") (" + expr + ")") }
	return grid("Sensors", "Every sensor with its present values, the high limit that its device knows, and how "+
		"far it is from it: below 0 the limit is passed.", 16, 8,
		"Temperature", true,
		anchor(by, of("argus_sensor_temperature_celsius"), of("argus_sensor_humidity_ratio"), of("argus_sensor_info")),
		rows("max by ("+by+", name) ("+of("argus_sensor_info")+")"),
		max(of("argus_sensor_humidity_ratio")),
		rows("min by ("+by+") ("+of("argus_sensor_temperature_limit_celsius", `limit=~"high|high_critical"`)+")"),
		max(of("argus_sensor_temperature_minimum_celsius")), max(of("argus_sensor_temperature_maximum_celsius")),
		max(of("argus_sensor_temperature_celsius")),
		rows("min by ("+by+") ("+of("argus_sensor_temperature_limit_celsius", `limit=~"high|high_critical"`)+") - max by ("+
			by+") ("+of("argus_sensor_temperature_celsius")+")"),
		none("No sensors are connected here"), unit("short"),
		columns(
			col("sensor", "Sensor", 60), col("name", "Name", 0), col("device", "Device", 100), col("instance", "Instance", 115),
			col("Value #G", "Temperature", 130, props(cellGauge(50), cellUnit("celsius"), cellDecimals(1),
				cellSteps(blue, step{18, green}, step{32, orange}, step{40, red}))...),
			col("Value #C", "Humidity", 115, props(cellGauge(1), cellUnit("percentunit"), cellDecimals(0),
				cellSteps(orange, step{0.2, green}, step{0.6, yellow}, step{0.8, red}))...),
			col("Value #D", "Limit", 70, cellUnit("celsius")),
			col("Value #H", "To limit", 80, cellUnit("celsius"), cellDecimals(1),
				cellSteps(red, step{0, orange}, step{3, green}), cellText()), col("Value #E", "Lowest", 80, cellUnit("celsius")),
			col("Value #F", "Highest", 80, cellUnit("celsius")), col("Value #A", "Known", 0, cellHidden()),
		))
}

func insideDevices() []*panel {
	return []*panel{
		series("Battery temperature", "Every 8 °C above 25 °C halve the life of a lead battery.", 12, 7,
			over("argus_battery_temperature_celsius{"+target+"}", byDevice+" {{battery}}"), unit("celsius"),
			steps(green, step{30, yellow}, step{40, red}), dashedSteps(), none("No device measures its battery")),
		series("Temperature inside devices", "Of the electronics. Dashed: the devices' own limits. All devices of the "+
			"chosen targets are shown, also those without sensors.", 12, 7,
			over("argus_device_temperature_celsius{"+target+"}", byDevice),
			over("argus_device_temperature_limit_celsius{"+target+"}", "{{limit}} · {{device}}"), limits("B", red),
			unit("celsius"), none("No device measures itself")),
	}
}
