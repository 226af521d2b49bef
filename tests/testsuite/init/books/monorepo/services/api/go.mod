module example.org/market/api

go 1.24

require example.org/router v1.5.0
