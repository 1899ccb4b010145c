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
	SensorAirSpeed
	SensorAirflow
	SensorFanSpeed
	SensorVoltage
	SensorCurrent
	SensorPower
	SensorActive
	SensorAlarm
	SensorConnected

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
		SensorAirSpeed: gauge("sensor_air_speed_meters_per_second", airSpeed,
			"Speed of the air at a sensor.", "sensor"),
		SensorAirflow: gauge("sensor_airflow_ratio", share,
			"Air flow at a sensor that measures no unit, of its own scale.", "sensor"),
		SensorFanSpeed: gauge("sensor_fan_speed_hertz", hertz,
			"Revolutions per second of a fan; multiply by 60 for rpm.", "sensor"),
		SensorVoltage: gauge("sensor_voltage_volts", volts,
			"Voltage at a sensor.", "sensor"),
		SensorCurrent: gauge("sensor_current_amperes", amperes,
			"Current at a sensor; of a 4-20 mA loop, the current itself.", "sensor"),
		SensorPower: gauge("sensor_power_watts", watts,
			"Real power at a sensor.", "sensor"),
		SensorActive: gauge("sensor_active", flag,
			"1 if the sensor detects what its kind names (an open door, a leak, smoke, "+
				"motion, a contact away from its normal position), 0 if not.", "sensor", "kind", "contact"),
		SensorAlarm: gauge("sensor_alarm", flag,
			"1 if the device finds a reading of the sensor outside its own limits, 0 if not; kind "+
				"is the reading.", "sensor", "kind"),
		SensorConnected: gauge("sensor_connected", flag,
			"1 if the sensor answers the device that it is plugged into, 0 if it is lost.", "sensor"),
	}
}
