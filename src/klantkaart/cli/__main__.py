from klantkaart.cli.main import main

main()
