package nut_test

import (
	"strings"
	"testing"
)

// readings says what modules.yml makes of variables, each read on its own.
const readings = `
device.uptime: 86400 = device_uptime_seconds 86400
ups.temperature: 028.5 = device_temperature_celsius 28.5
ups.temperature: 000.0 = sentinel
ups.temperature: 255 = out_of_range
ups.temperature.high: 55 = device_temperature_limit_celsius{limit=high} 55
ups.mfr.date: 12OCT04 = device_manufacture_timestamp_seconds 1097539200
ups.efficiency: 95 = efficiency_ratio 0.95
ups.test.date: 11/01/2026 = test_timestamp_seconds 1793491200
ups.test.interval: 1209600 = test_interval_seconds 1209600
ups.delay.shutdown: 20 = shutdown_delay_seconds 20
ups.delay.shutdown: -1 = sentinel
ups.delay.start: -10 = sentinel
ups.delay.reboot: 8 = reboot_delay_seconds 8
ups.delay.restart: 8 = reboot_delay_seconds 8
ups.timer.shutdown: 65535 = sentinel
ups.timer.shutdown: 30 = shutdown_timer_seconds 30
ups.timer.start: -60 = sentinel
ups.timer.reboot: 0 = reboot_timer_seconds 0
battery.charge: 094.0 = battery_charge_ratio 0.94
battery.charge: 255 = sentinel
battery.charge: 1000 = out_of_range
battery.charge.low: 20 = battery_charge_low_ratio 0.2
battery.charge.warning: 50 = battery_charge_warning_ratio 0.5
battery.charge.restart: 15 = battery_charge_restart_ratio 0.15
battery.runtime: 64:41 = battery_runtime_seconds 3881
battery.runtime: 3932100 = sentinel
battery.runtime.low: 120 = battery_runtime_low_seconds 120
battery.runtime.elapsed: 12 = battery_time_on_battery_seconds 12
battery.voltage: 27.2 = battery_voltage_volts 27.2
battery.voltage: 10000000. = out_of_range
battery.voltage.nominal: 024 = battery_voltage_nominal_volts 24
battery.voltage.low: 20,8 = battery_voltage_low_volts 20.8
battery.voltage.high: 26,0 = battery_voltage_high_volts 26
battery.current: -1.5 = battery_current_amperes -1.5
battery.temperature: -272 = out_of_range
battery.temperature: 25.5 = battery_temperature_celsius 25.5
battery.capacity: 7.2 = battery_capacity_coulombs 25920
battery.capacity: 100 = sentinel
battery.capacity.nominal: 9 = battery_capacity_nominal_coulombs 32400
battery.packs: 2 = battery_packs 2
battery.packs.bad: -1.00 = sentinel
battery.date: 2024/03/18 = battery_replace_timestamp_seconds 1710720000
battery.date: 2001/09/25 = sentinel
battery.mfr.date: CPS = sentinel
input.voltage: 230.1 = input_voltage_volts 230.1
input.L2.voltage: 231 = input_voltage_volts{line=L2} 231
input.L3-L1.voltage: 400 = input_voltage_volts{line=L3-L1} 400
input.L1-N.bypass.voltage: 230 = input_voltage_volts{line=L1,input=bypass} 230
input.bypass.voltage: 4095 = sentinel
input.bypass.frequency: 409.50 = sentinel
input.2.frequency: 50.00 = input_frequency_hertz{input=2} 50
input.voltage.nominal: 0 = sentinel
input.voltage.minimum: 221 = input_voltage_minimum_volts 221
input.voltage.fault: 140.0 = input_voltage_fault_volts 140
input.L1.voltage.high.warning: 253 = input_voltage_limit_volts{line=L1,limit=high_warning} 253
input.transfer.low: 196 = input_transfer_low_volts 196
input.transfer.high: 264 = input_transfer_high_volts 264
input.transfer.trim.high: 265 = input_transfer_limit_volts{limit=trim_high} 265
input.transfer.low.min: 84 = input_transfer_limit_volts{limit=low_minimum} 84
input.transfer.reason: selfTest = input_transfer_reason_info{reason=selfTest} 1
input.current: 835406.4 = out_of_range
input.L3.current: 6.00 = input_current_amperes{line=L3} 6
input.bypass.L1.current: 1 = input_current_amperes{line=L1,input=bypass} 1
input.frequency: 5990.0 = out_of_range
input.frequency.low: 47 = input_frequency_limit_hertz{limit=low} 47
input.L2.realpower: 700 = input_power_watts{line=L2} 700
input.power: 4746 = input_apparent_power_voltamperes 4746
input.powerfactor: 95 = input_power_factor_ratio 0.95
input.load: 34 = input_load_ratio 0.34
input.bypass.phases: 3.00 = input_phases{input=bypass} 3
input.phase.shift: 180 = input_phase_shift_radians 3.1415926535898
input.source: normal = sentinel
output.voltage: 41216.0 = out_of_range
output.L1-N.voltage: 229.1 = output_voltage_volts{line=L1} 229.1
output.voltage.nominal: 230 = output_voltage_nominal_volts 230
output.voltage.target.battery: 230 = output_voltage_target_volts{source=battery} 230
output.current: 1.40 = output_current_amperes 1.4
output.frequency: 49.9 = output_frequency_hertz 49.9
ups.realpower.nominal: 600 = output_power_nominal_watts 600
ups.power: 420 = output_apparent_power_voltamperes 420
ups.power.nominal: 1000 = output_apparent_power_nominal_voltamperes 1000
ups.L1.load: 20 = output_load_ratio{line=L1} 0.2
output.L3.power.percent: 18.00 = output_load_ratio{line=L3} 0.18
ups.load: 562020.0 = out_of_range
ups.load: 018 = output_load_ratio 0.18
ups.load.high: 105 = output_load_high_ratio 1.05
output.powerfactor: 0.00 = sentinel
experimental.output.energy: 525890 = output_energy_joules_total 1893204000
output.phases: 1.0 = output_phases 1
outlet.desc: Main Outlet = outlet_info{outlet=0,name=Main Outlet} 1
outlet.count: 3.00 = outlets 3
outlet.1.status: On/Closed = outlet_on{outlet=1} 1
outlet.1.status: pendingOff = outlet_on{outlet=1} 1
outlet.1.status: rebooting = outlet_on{outlet=1} 0
outlet.1.status: unknown = sentinel
outlet.1.status: smoking = unknown_state
outlet.0.switchable: no = outlet_switchable{outlet=0} 0
outlet.2.switchable: 1.00 = outlet_switchable{outlet=2} 1
outlet.2.powerfactor: 57.00 = outlet_power_factor_ratio{outlet=2} 0.57
outlet.2.current.high.critical: 10 = outlet_current_limit_amperes{outlet=2,limit=high_critical} 10
outlet.2.autoswitch.charge.low: 20 = outlet_battery_charge_low_ratio{outlet=2} 0.2
outlet.2.delay.shutdown: 2147483648 = sentinel
outlet.group.1.name: Branch Circuit A = branch_info{branch=1,name=Branch Circuit A} 1
outlet.group.2.status: OL = branch_closed{branch=2} 1
outlet.group.1.current.nominal: 16 = branch_current_rating_amperes{branch=1} 16
outlet.group.1.count: 8 = branch_outlets{branch=1} 8
ambient.temperature.high: 40 = sensor_temperature_limit_celsius{sensor=0,limit=high} 40
ambient.1.temperature.alarm.low: 5 = sensor_temperature_limit_celsius{sensor=1,limit=low} 5
ambient.humidity: -1 = sentinel
ambient.humidity: 019.2 = sensor_humidity_ratio{sensor=0} 0.192
ambient.humidity.alarm.maximum: NO,NO = not_a_number
`

// TestBuiltin holds names, units and sentinels of modules.yml.
func TestBuiltin(t *testing.T) {
	m := builtin(t)
	count := 0
	for line := range strings.Lines(strings.TrimSpace(readings)) {
		variable, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " = ")
		s := snapshot(t, m, variable)
		got := strings.Join(outcome(s), ", ")
		if len(s.Drops) == 1 && len(s.Readings) == 0 {
			got = string(s.Drops[0].Reason)
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", variable, got, want)
		}
		count++
	}
	if count < 100 {
		t.Errorf("%d variables", count)
	}
}
