package power

// Quantities of what a device is and whether it answers.
const (
	DeviceInfo Quantity = iota
	DeviceUp
	DeviceErrorInfo
	DeviceUptime
	DeviceTemperature
	DeviceTemperatureLimit
	DeviceFuel
	DeviceManufactured

	endDevice
)

func deviceCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		DeviceInfo: info("device_info",
			"What the device is. Placeholders such as \"unknown\" or a serial of zeros "+
				"are left out.",
			"type", "manufacturer", "model", "serial", "firmware", "name", "location", "protocol"),
		DeviceUp: gauge("device_up", flag,
			"1 if the device answered with data, 0 if not; argus_device_error_info says "+
				"why not."),
		DeviceErrorInfo: info("device_error_info",
			"Why the device did not answer; present only while argus_device_up is 0.", "reason"),
		DeviceUptime: gauge("device_uptime_seconds", decades,
			"Time since the device, or its management card, started."),
		DeviceTemperature: gauge("device_temperature_celsius", unmeasured(celsius),
			"Temperature inside the device."),
		DeviceTemperatureLimit: gauge("device_temperature_limit_celsius", celsius,
			"The device's own limits for its inner temperature.", "limit"),
		DeviceFuel: gauge("device_fuel_ratio", share,
			"Fuel in the tank of a generator, of its capacity."),
		DeviceManufactured: gauge("device_manufacture_timestamp_seconds", date,
			"Date of manufacture of the device, at midnight UTC."),
	}
}
