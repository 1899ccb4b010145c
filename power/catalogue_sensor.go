package power

// Quantities of environmental sensors.
const (
	SensorInfo Quantity = endBranch + iota
	SensorTemperature
	SensorTemperatureLimit
	SensorTemperatureMinimum
	SensorTemperatureMaximum
	SensorHumidity
	SensorHumidityLimit
	SensorHumidityMinimum
	SensorHumidityMaximum
	SensorDewPoint
	SensorPressure
	SensorActive

	endSensor
)

func sensorCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		SensorInfo: info("sensor_info",
			"Name of a sensor. Sensor 0 is the default probe of a device that numbers "+
				"none.", "sensor", "name"),
		SensorTemperature: gauge("sensor_temperature_celsius", celsius,
			"Temperature at a sensor.", "sensor"),
		SensorTemperatureLimit: gauge("sensor_temperature_limit_celsius", celsius,
			"The device's own limits for the temperature at a sensor.", "sensor", "limit"),
		SensorTemperatureMinimum: gauge("sensor_temperature_minimum_celsius", celsius,
			"Lowest temperature since the sensor was reset.", "sensor"),
		SensorTemperatureMaximum: gauge("sensor_temperature_maximum_celsius", celsius,
			"Highest temperature since the sensor was reset.", "sensor"),
		SensorHumidity: gauge("sensor_humidity_ratio", unmeasured(share),
			"Relative humidity at a sensor.", "sensor"),
		SensorHumidityLimit: gauge("sensor_humidity_limit_ratio", share,
			"The device's own limits for the humidity at a sensor.", "sensor", "limit"),
		SensorHumidityMinimum: gauge("sensor_humidity_minimum_ratio", share,
			"Lowest humidity since the sensor was reset.", "sensor"),
		SensorHumidityMaximum: gauge("sensor_humidity_maximum_ratio", share,
			"Highest humidity since the sensor was reset.", "sensor"),
		SensorDewPoint: gauge("sensor_dew_point_celsius", celsius,
			"Dew point at a sensor.", "sensor"),
		SensorPressure: gauge("sensor_pressure_pascals", pascals,
			"Air pressure at a sensor; differential sensors may go below zero.", "sensor"),
		SensorActive: gauge("sensor_active", flag,
			"1 if the sensor detects what its kind names (an open door, a leak, smoke, "+
				"motion, a contact away from its normal position), 0 if not.", "sensor", "kind", "contact"),
	}
}
